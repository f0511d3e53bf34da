#!/usr/bin/env python3
"""Builds `portals/` from `sources/`: the pages, PDFs and Word files that six portals would serve.

    build.py                 everything; binaries only where the source changed
    build.py --only NAME     the binary of one document, and all pages
    build.py --force         rebuild binaries whose source did not change, too
    build.py --check         validate sources and gold, write nothing

The flow: `read_source` → `Source` → `lay_out` → a list of blocks → one of the writers
(`write_html`, `write_fodt`, `write_reportlab`, `write_docx`) → for some forms `stamp` or `scan` →
`build_portal`, which wraps everything in the skin of its platform and lists every URL in routes.tsv.

Promise: the same sources give the same bytes as long as the versions of LibreOffice, Chromium and the
fonts stay. Dates inside files come from the document, never from the clock.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import html
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
import uuid
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SOURCES, GOLD, SKINS, PORTALS = ROOT / "sources", ROOT / "gold", ROOT / "skins", ROOT / "portals"
MANIFEST = PORTALS / "manifest.json"
FORMS = {
    "html": "html", "docx": "docx", "pdf-libreoffice": "pdf", "pdf-chromium": "pdf",
    "pdf-reportlab": "pdf", "pdf-stamp": "pdf", "pdf-scan": "pdf",
}
# Raised when a writer changes what it writes, so that the manifest forgets old outputs.
WRITER = {"pdf-libreoffice": 1, "pdf-chromium": 1, "pdf-reportlab": 1, "pdf-stamp": 1, "pdf-scan": 1, "docx": 1}
BLOCKS = {"letterhead", "title", "body", "signature", "annex"}
ROWS_PER_PAGE = 5
NBSP = "\u00a0"


# ---------------------------------------------------------------------------------------------
# Source: the one hand-written file of a document


@dataclass
class Source:
    path: Path
    head: dict[str, str]
    blocks: list[tuple[str, list[str]]]
    notes: dict[str, str]

    portal = property(lambda s: s.head["portal"])
    form = property(lambda s: s.head["form"])
    file = property(lambda s: s.head["file"])
    ext = property(lambda s: FORMS[s.form])
    posted = property(lambda s: datetime.date.fromisoformat(s.head["posted_on"]))
    published = property(lambda s: f"{s.file}.{s.ext}")

    def lines(self, kind: str) -> list[str]:
        return [line for name, lines in self.blocks if name == kind for line in lines]

    def first(self, kind: str) -> list[str]:
        return next((lines for name, lines in self.blocks if name == kind), [])

    def seed(self) -> int:
        return zlib.crc32(self.file.encode())


def read_source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    head, _, body = text.partition("\n---\n")
    fields = {}
    for line in head.splitlines():
        if line.strip():
            key, _, value = line.partition(":")
            fields[key.strip()] = value.strip()
    fields["form"] = fields.get("form", "").split("#")[0].strip()
    blocks: list[tuple[str, list[str]]] = []
    notes: dict[str, str] = {}
    for line in body.splitlines():
        name = line.strip()[1:]
        if line.startswith("#") and name in BLOCKS:
            blocks.append((name, []))
        elif note := re.match(r"\[\^(\w+)\]:\s*(.*)", line.strip()):
            notes[note[1]] = note[2]
        elif line.strip():
            if not blocks:
                blocks.append(("body", []))
            blocks[-1][1].append(line.rstrip())
    return Source(path, fields, blocks, notes)


def read_sources() -> list[Source]:
    return [read_source(p) for p in sorted(SOURCES.glob("*/*.txt"))]


def plain(text: str) -> str:
    """The text as a reader sees it: without stamp brackets and note marks, spaces collapsed."""
    return re.sub(r"\s+", " ", re.sub(r"\[\^\w+\]", "", text).replace("«", "").replace("»", "")).strip()


def columns(line: str) -> tuple[str, str]:
    left, _, right = line.partition("|")
    return left.strip(), right.strip()


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


# ---------------------------------------------------------------------------------------------
# Blocks: what every writer draws


@dataclass
class Para:
    text: str
    role: str  # body basis heading subheading item kind title center note annex to


@dataclass
class Pair:
    """Letterhead or signature: two columns without borders."""
    role: str
    left: list[str]
    right: list[str]


@dataclass
class Table:
    rows: list[list[str]]

    def grid(self):
        """Yields (row, column, text, columns spanned, rows spanned) for each real cell."""
        height, width = len(self.rows), max(map(len, self.rows))
        cell = lambda r, c: self.rows[r][c] if c < len(self.rows[r]) else ""
        for r in range(height):
            for c in range(width):
                if cell(r, c) in ("^", "<"):
                    continue
                across = 1
                while c + across < width and cell(r, c + across) == "<":
                    across += 1
                down = 1
                while r + down < height and cell(r + down, c) == "^":
                    down += 1
                yield r, c, cell(r, c), across, down

    width = property(lambda t: max(map(len, t.rows)))

    def shares(self, width: float = 16.0) -> list[float]:
        """Column widths as fractions of `width` centimetres: no word is cut, and the rest goes where the text is."""
        least, more = [], []
        for c in range(self.width):
            texts = [(r, plain(t)) for r, col, t, across, _ in self.grid() if col == c and across == 1]
            words = [sum(0.3 if ch.isupper() else 0.215 for ch in w) * (1.1 if r == 0 else 1) for r, t in texts for w in t.split()]
            least.append(max(words + [0.5]) + 0.35)
            more.append((sum(len(t) for _, t in texts) / max(1, len(texts))) ** 0.8)
        room = max(0.0, width - sum(least))
        widths = [a + room * b / max(1.0, sum(more)) for a, b in zip(least, more)]
        return [w / sum(widths) for w in widths]


@dataclass
class Break:
    landscape: bool = False


def lay_out(source: Source) -> list:
    out: list = []
    for kind, lines in source.blocks:
        if kind in ("letterhead", "signature"):
            pairs = [columns(line) for line in lines]
            out.append(Pair(kind, [a for a, _ in pairs if a], [b for _, b in pairs if b]))
        elif kind == "title":
            out += [Para(t, "kind" if i == 0 else "title") for i, t in enumerate(lines)]
        elif kind == "body":
            out += lay_out_lines(lines, preamble=True)
        elif kind == "annex":
            count = annex_heading(lines)
            body = lay_out_lines(lines[count:], preamble=False)
            wide = any(isinstance(b, Table) and b.width >= 6 for b in body)
            out.append(Break(wide))
            for i, t in enumerate(lines[:count]):
                out.append(Para(t, "note" if t.startswith("(") else "annex"))
            out += body
    return out


def annex_heading(lines: list[str]) -> int:
    """How many lines at the top of an annex are its centred heading."""
    count = 1
    for i, line in enumerate(lines[:4]):
        if line.startswith("|"):
            break
        if line.startswith("("):
            return i + 1
        if i and plain(line).isupper():
            count = i + 1
    return min(count, len(lines))


def lay_out_lines(lines: list[str], preamble: bool) -> list:
    out: list = []
    for line in lines:
        if line.startswith("|"):
            if not (out and isinstance(out[-1], Table)):
                out.append(Table([]))
            out[-1].rows.append(cells(line))
            continue
        role = role_of(line, preamble)
        preamble = preamble and role in ("basis", "to", "body", "center")
        out.append(Para(line, role))
    return out


def role_of(line: str, preamble: bool) -> str:
    text = plain(line)
    if preamble and re.match(r"(Căn cứ|Thực hiện|Theo đề nghị|Xét đề nghị|Triển khai)\b", text) and text[-1] in ";.":
        return "basis"
    if text.startswith("Kính gửi"):
        return "to"
    if preamble and text.isupper() and not re.match(r"[IVX]+[.\-]\s|[A-Z]\.\s", text):
        return "center"
    if text.rstrip(":") in ("QUYẾT ĐỊNH", "QUYẾT NGHỊ") or re.match(r"(CHƯƠNG|Chương|PHẦN) [IVX\d]+$", text):
        return "center"
    if len(text) < 170 and (re.match(r"[IVX]+[.\-]\s", text) and text[-1] not in ";." or (text.isupper() and len(text) > 6)):
        return "heading"
    if re.match(r"Điều \d+\.", text):
        return "article"
    if len(text) < (220 if text[-1] == ":" else 110) and re.match(r"\d+(\.\d+)*[.\-]?\s", text) and text[-1] not in ";.":
        return "subheading"
    return "item" if re.match(r"([-+*•]|[a-zđ]\))\s", text) else "body"


def pieces(text: str):
    """Splits a line into ("text", s), ("note", key) and ("stamp", s)."""
    for part in re.split(r"(«[^»]*»|\[\^\w+\])", text):
        if part.startswith("«"):
            yield "stamp", part[1:-1]
        elif part.startswith("[^"):
            yield "note", part[2:-1]
        elif part:
            yield "text", part


@dataclass
class Ink:
    """How a writer treats stamped text: `plain` draws it, `mark` draws it as a link so that its place
    can be read back from the PDF, `blank` leaves two spaces per digit (exactly as wide in Times-like faces)."""
    mode: str = "plain"
    stamps: list[str] = field(default_factory=list)

    def stamp(self, text: str) -> tuple[str, str | None]:
        if self.mode == "plain":
            return text, None
        self.stamps.append(text)
        if self.mode == "blank":
            return NBSP * (2 * len(text)), None
        return text, f"http://stamp/{len(self.stamps) - 1}"


PAD = NBSP  # the clerk's blank is a little wider than what is stamped into it


def is_name(line: str, right: list[str]) -> bool:
    return bool(right) and line is right[-1] and not plain(line).isupper()


def letterhead_style(line: str, lines: list[str], side: str) -> str:
    """bold, regular or italic for a line of the letterhead."""
    text = plain(line)
    if re.match(r"(Số|V/v|Về việc)\b", text) or text[0] in "(*":
        return "small"
    if side == "right":
        return "italic" if re.search(r"\bngày\b", text) and "tháng" in text else "bold"
    names = [t for t in lines if not re.match(r"(Số|V/v|Về việc)\b|\*", plain(t))]
    above = len(names) > 1 and line is names[0] and re.match(r"(UBND|BỘ|ĐẢNG BỘ|HUYỆN ỦY|TỈNH ỦY|SỞ|ỦY BAN NHÂN DÂN .)", text)
    return "regular" if above else "bold"


# ---------------------------------------------------------------------------------------------
# HTML: the text of a page, in the dialect of its platform, and the input of Chromium

LATIN1 = {c: f"&{n};" for c, n in [(chr(k), v) for k, v in html.entities.codepoint2name.items() if 160 < k < 256]}


@dataclass
class Dialect:
    """How an editor of that platform leaves pasted text behind."""
    name: str

    def text(self, text: str) -> str:
        out = html.escape(text, quote=False)
        out = re.sub(r" {2,}", lambda m: "&nbsp;" * (len(m[0]) - 1) + " ", out)
        if self.name == "ckeditor":  # Latin-1 letters as entities, the others raw
            out = "".join(LATIN1.get(c, c) for c in out)
        return out.replace(NBSP, "&nbsp;")

    def para(self, inner: str, role: str) -> str:
        bold = role in ("kind", "title", "center", "annex", "heading", "subheading")
        centred = role in ("kind", "title", "center", "annex", "note", "to")
        italic = role in ("basis", "note")
        if bold:
            inner = f"<strong>{inner}</strong>" if self.name != "word" else f"<b>{inner}</b>"
        if italic:
            inner = f"<em>{inner}</em>" if self.name != "word" else f"<i>{inner}</i>"
        if self.name == "word":
            align = "center" if centred else "justify"
            indent = "" if centred else "text-indent:36.0pt;"
            return (f'<p class="MsoNormal" align="{align}" style="{indent}text-align:{align}"><span style="font-size:14.0pt;'
                    f'font-family:&quot;Times New Roman&quot;,serif">{inner}<o:p></o:p></span></p>')
        if self.name == "br":
            return f'<div align="center">{inner}</div>' if centred else f"<div>&nbsp; &nbsp; &nbsp;{inner}</div>"
        if self.name == "print":
            return f'<p class="{role}">{inner}</p>'
        style = ' style="text-align: center;"' if centred else ' style="text-align: justify;"'
        return f"<p{style}>{inner}</p>"


def write_html(source: Source, dialect: str, ink: Ink | None = None) -> str:
    d, ink, numbers, out = Dialect(dialect), ink or Ink(), {}, []

    def inline(text: str) -> str:
        parts = []
        for kind, value in pieces(text):
            if kind == "text":
                parts.append(d.text(value))
            elif kind == "note":
                n = numbers.setdefault(value, len(numbers) + 1)
                parts.append(f"<sup>{n}</sup>" if d.name == "print" else
                             f'<a href="#_ftn{n}" name="_ftnref{n}" title=""><sup>[{n}]</sup></a>')
            else:
                text_, link = ink.stamp(value)
                inner = d.text(text_)
                pad = d.text(PAD) if ink.mode != "plain" else ""
                parts.append(pad + (f'<a class="stamp" href="{link}">{inner}</a>' if link else inner) + pad)
        return "".join(parts)

    def pair(block: Pair) -> str:
        if block.role == "letterhead" and d.name == "plain":  # an editor without tables: line after line
            rows = [*[(t, "left") for t in block.left if not t.startswith("Số")], *[(t, "right") for t in block.right if "tháng" not in t],
                    *[(t, "left") for t in block.left if t.startswith("Số")], *[(t, "right") for t in block.right if "tháng" in t]]
            return "\n".join(d.para(inline(t), "center") for t, _ in rows)
        sides = []
        for side, lines in (("left", block.left), ("right", block.right)):
            drawn = []
            for line in lines:
                inner = inline(line)
                if block.role == "letterhead":
                    style = letterhead_style(line, lines, side)
                    inner = {"bold": f"<strong>{inner}</strong>", "italic": f"<em>{inner}</em>"}.get(style, inner)
                    if d.name == "print" and style == "bold" and line is [t for t in lines if letterhead_style(t, lines, side) == "bold"][-1]:
                        inner = f'<span class="rule">{inner}</span>'
                elif side == "right":
                    if is_name(line, lines):
                        inner = ("<br/>" * 4 if d.name == "print" else "<br/><br/>") + (
                            f'<a class="stamp" href="http://stamp/sign">{inner}</a>' if ink.mode == "mark" else inner)
                    inner = f"<strong>{inner}</strong>"
                elif line.startswith("Nơi nhận"):
                    inner = f"<strong><em>{inner}</em></strong>"
                drawn.append(inner)
            sides.append("<br/>\n".join(drawn))
        centred = ' align="center"' if block.role == "letterhead" else ""
        widths = ("40%", "60%") if block.role == "letterhead" else ("50%", "50%")
        return (f'<table class="{block.role}" border="0" cellpadding="0" cellspacing="0" width="100%"><tbody><tr>'
                f'<td width="{widths[0]}" valign="top"{centred}>{sides[0]}</td>'
                f'<td width="{widths[1]}" valign="top" align="center">{sides[1]}</td></tr></tbody></table>')

    def table(block: Table) -> str:
        cls = {"word": ' class="MsoNormalTable"', "print": ' class="tasks"', "plain": ' class="table table-bordered"'}.get(d.name, "")
        lines = [f'<table{cls} border="1" cellpadding="4" cellspacing="0" width="100%">']
        if d.name == "print":
            lines.append("<colgroup>" + "".join(f'<col style="width:{s:.1%}">' for s in block.shares()) + "</colgroup>")
        current = -1
        for r, _, text, across, down in block.grid():
            if r != current:
                lines.append(("</tr>" if current >= 0 else "<tbody>") + "<tr>")
                current = r
            span = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
            inner = inline(text)
            if r == 0:
                inner = f"<strong>{inner}</strong>"
            if d.name in ("word", "ckeditor"):
                inner = f"<p>{inner}</p>"
            tag = "th" if r == 0 and d.name in ("plain", "print") else "td"
            lines.append(f"<{tag}{span}>{inner}</{tag}>")
        return "\n".join(lines) + "</tr></tbody></table>"

    for block in lay_out(source):
        if isinstance(block, Pair):
            out.append(pair(block))
        elif isinstance(block, Table):
            out.append(table(block))
        elif isinstance(block, Break):
            out.append('<div class="break"></div>' if d.name == "print" else d.para("&nbsp;", "body"))
        elif block.role == "article":
            label, rest = re.match(r"(Điều \d+\.)(.*)", block.text).groups()
            out.append(d.para(f"<strong>{inline(label)}</strong>{inline(rest)}", "article"))
        else:
            out.append(d.para(inline(block.text), block.role))
    if numbers:
        out.append('<hr align="left" size="1" width="33%" />')
        for key, n in numbers.items():
            mark = f"<sup>{n}</sup>" if d.name == "print" else f'<a href="#_ftnref{n}" name="_ftn{n}" title=""><sup>[{n}]</sup></a>'
            out.append(f'<div id="ftn{n}"><p class="footnote">{mark} {d.text(source.notes.get(key, ""))}</p></div>')
    return "\n".join(out)


PRINT_CSS = """
@page { size: A4; margin: 20mm 18mm 20mm 28mm; @top-center { content: counter(page); font: 13pt 'Liberation Serif'; } }
@page :first { @top-center { content: none; } }
body { font: 13.5pt/1.3 'Liberation Serif'; margin: 0; }
p { margin: 0 0 5pt; text-align: justify; text-indent: 10mm; }
.kind, .title, .center, .annex, .note, .to { text-align: center; text-indent: 0; font-weight: bold; }
.note { font-style: italic; font-weight: normal; } .to { font-weight: normal; } .basis { font-style: italic; }
.kind { margin-top: 14pt; } .subheading, .heading { font-weight: bold; }
table.letterhead, table.signature { font-size: 12.5pt; line-height: 1.42; margin: 0 0 8pt; } table.signature { margin-top: 14pt; break-inside: avoid; }
table.signature td:first-child { font-size: 11pt; } .rule { border-bottom: .7pt solid; padding-bottom: 1pt; }
table.tasks { border-collapse: collapse; font-size: 11.5pt; margin: 6pt 0; table-layout: fixed; }
table.tasks td, table.tasks th { border: .7pt solid; padding: 2pt 3pt; vertical-align: middle; overflow-wrap: break-word; }
.break { break-before: page; } .footnote { font-size: 10.5pt; text-indent: 0; } a { color: inherit; text-decoration: none; }
sup { font-size: 8.5pt; }
"""


def write_chromium(source: Source, ink: Ink) -> bytes:
    body = write_html(source, "print", ink)
    page = f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{html.escape(source.file)}</title><style>{PRINT_CSS}</style></head><body>{body}</body></html>'
    with tempfile.TemporaryDirectory() as tmp:
        (Path(tmp) / "in.html").write_text(page, encoding="utf-8")
        run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp}/profile",
             "--no-pdf-header-footer", f"--print-to-pdf={tmp}/out.pdf", f"file://{tmp}/in.html"])
        return (Path(tmp) / "out.pdf").read_bytes()


# ---------------------------------------------------------------------------------------------
# LibreOffice: a flat ODT of our own, converted

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
FODT_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{ODF}office:1.0" xmlns:style="{ODF}style:1.0" xmlns:text="{ODF}text:1.0" xmlns:table="{ODF}table:1.0"
 xmlns:fo="{ODF}xsl-fo-compatible:1.0" xmlns:svg="{ODF}svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'Liberation Serif'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2"/>
<style:text-properties style:font-name="F" fo:font-size="13pt" fo:language="vi" fo:country="VN"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<text:notes-configuration text:note-class="footnote" style:num-format="1" text:citation-body-style-name="Sup" text:start-value="0" text:footnotes-position="page"/>
<style:style style:name="Sup" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
</office:styles>
<office:automatic-styles>
"""
# name → paragraph properties, text properties
FODT_STYLES = {
    "body": ('fo:text-align="justify" fo:text-indent="1.1cm" fo:margin-bottom="0.15cm" fo:line-height="118%"', ""),
    "basis": ('fo:text-align="justify" fo:text-indent="1.1cm" fo:margin-bottom="0.12cm" fo:line-height="115%"', 'fo:font-style="italic"'),
    "heading": ('fo:text-align="justify" fo:text-indent="1.1cm" fo:margin-top="0.15cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"', 'fo:font-weight="bold"'),
    "kind": ('fo:text-align="center" fo:margin-top="0.5cm"', 'fo:font-weight="bold" fo:font-size="14pt"'),
    "title": ('fo:text-align="center"', 'fo:font-weight="bold"'),
    "center": ('fo:text-align="center" fo:margin-top="0.2cm" fo:margin-bottom="0.2cm"', 'fo:font-weight="bold"'),
    "to": ('fo:text-align="center" fo:margin-top="0.3cm" fo:margin-bottom="0.3cm"', ""),
    "note": ('fo:text-align="center" fo:margin-bottom="0.3cm"', 'fo:font-style="italic"'),
    "annex": ('fo:text-align="center"', 'fo:font-weight="bold"'),
    "rule": ('fo:margin-left="6cm" fo:margin-right="6cm" fo:margin-top="0.12cm" fo:margin-bottom="0.35cm" fo:border-top="0.5pt solid #000000"', 'fo:font-size="2pt"'),
    "hrule": ('fo:margin-left="1.9cm" fo:margin-right="1.9cm" fo:margin-top="0.05cm" fo:border-top="0.5pt solid #000000"', 'fo:font-size="2pt"'),
    "hregular": ('fo:text-align="center"', 'fo:font-size="12.5pt"'),
    "hbold": ('fo:text-align="center"', 'fo:font-size="12.5pt" fo:font-weight="bold"'),
    "hsmall": ('fo:text-align="center" fo:margin-top="0.15cm"', 'fo:font-size="13pt"'),
    "hitalic": ('fo:text-align="center" fo:margin-top="0.15cm"', 'fo:font-size="13pt" fo:font-style="italic"'),
    "to_head": ('', 'fo:font-size="12pt" fo:font-weight="bold" fo:font-style="italic"'),
    "to_line": ('', 'fo:font-size="11pt"'),
    "sign": ('fo:text-align="center"', 'fo:font-size="13pt" fo:font-weight="bold"'),
    "cell": ('fo:text-align="start"', 'fo:font-size="11.5pt"'),
    "cellc": ('fo:text-align="center"', 'fo:font-size="11.5pt"'),
    "cellh": ('fo:text-align="center"', 'fo:font-size="11.5pt" fo:font-weight="bold"'),
    "foot": ('fo:text-align="justify"', 'fo:font-size="10pt"'),
    "gap": ('', 'fo:font-size="6pt"'),
    "pageno": ('fo:text-align="center"', 'fo:font-size="13pt"'),
    "running": ('fo:text-align="end"', 'fo:font-size="9pt" fo:font-style="italic"'),
}


def write_fodt(source: Source, ink: Ink) -> str:
    blocks = lay_out(source)
    styles, body, tables, noted = [], [], [0], {}
    for name, (par, txt) in FODT_STYLES.items():
        styles.append(f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {par}/><style:text-properties {txt}/></style:style>')
    for name in ("P", "L"):
        styles.append(f'<style:style style:name="break{name}" style:family="paragraph" style:master-page-name="{"Standard" if name == "P" else "Land"}">'
                      '<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-weight="bold"/></style:style>')
    styles.append('<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>')
    edge = 'fo:border="0.5pt solid #000000" fo:padding="0.06cm"'
    styles.append(f'<style:style style:name="ce" style:family="table-cell"><style:table-cell-properties {edge} style:vertical-align="middle"/></style:style>')
    styles.append('<style:style style:name="cn" style:family="table-cell"><style:table-cell-properties fo:border="none" fo:padding="0cm"/></style:style>')
    styles.append('<style:style style:name="keep" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>')
    esc = lambda t: re.sub(r" {2,}", lambda m: f' <text:s text:c="{len(m[0]) - 1}"/>', html.escape(t, quote=False))

    def inline(text: str) -> str:
        parts = []
        for kind, value in pieces(text):
            if kind == "text":
                parts.append(esc(value))
            elif kind == "note":
                n = noted.setdefault(value, len(noted) + 1)
                parts.append(f'<text:note text:id="ftn{n}" text:note-class="footnote"><text:note-citation>{n}</text:note-citation>'
                             f'<text:note-body><text:p text:style-name="foot">{esc(source.notes.get(value, ""))}</text:p></text:note-body></text:note>')
            else:
                drawn, link = ink.stamp(value)
                pad = PAD if ink.mode != "plain" else ""
                parts.append(pad + (f'<text:a xlink:type="simple" xlink:href="{link}">{esc(drawn)}</text:a>' if link else esc(drawn)) + pad)
        return "".join(parts)

    p = lambda style, inner: f'<text:p text:style-name="{style}">{inner}</text:p>'

    def two_columns(block: Pair, first: bool) -> str:
        tables[0] += 1
        name, head = f"T{tables[0]}", block.role == "letterhead"
        master = ' style:master-page-name="First"' if first else ""
        styles.append(f'<style:style style:name="{name}" style:family="table"{master}><style:table-properties style:width="16cm" table:align="center" fo:margin-top="{0 if head else 0.5}cm"/></style:style>')
        widths = (6.6, 9.4) if head else (8, 8)
        for i, w in enumerate(widths):
            styles.append(f'<style:style style:name="{name}.{i}" style:family="table-column"><style:table-column-properties style:column-width="{w}cm"/></style:style>')
        sides = []
        for side, lines in (("left", block.left), ("right", block.right)):
            drawn = []
            for line in lines:
                if head:
                    style = letterhead_style(line, lines, side)
                    drawn.append(p("h" + style, inline(line)))
                    if style == "bold" and line is [t for t in lines if letterhead_style(t, lines, side) == "bold"][-1]:
                        drawn.append(p("hrule", ""))
                elif side == "left":
                    drawn.append(p("to_head" if line.startswith("Nơi nhận") else "to_line", inline(line)))
                else:
                    inner = inline(line)
                    if is_name(line, lines):
                        drawn += [p("sign", "")] * 4
                        if ink.mode == "mark":
                            inner = f'<text:a xlink:type="simple" xlink:href="http://stamp/sign">{inner}</text:a>'
                    drawn.append(p("sign", inner))
            sides.append(f'<table:table-cell table:style-name="cn" office:value-type="string">{"".join(drawn) or p("gap", "")}</table:table-cell>')
        cols = "".join(f'<table:table-column table:style-name="{name}.{i}"/>' for i in (0, 1))
        return f'<table:table table:name="{name}" table:style-name="{name}">{cols}<table:table-row table:style-name="keep">{"".join(sides)}</table:table-row></table:table>'

    def table(block: Table, width: float) -> str:
        tables[0] += 1
        name = f"T{tables[0]}"
        styles.append(f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{width}cm" table:align="center" table:border-model="collapsing"/></style:style>')
        for i, share in enumerate(block.shares(width)):
            styles.append(f'<style:style style:name="{name}.{i}" style:family="table-column"><style:table-column-properties style:column-width="{width * share:.2f}cm"/></style:style>')
        real = {(r, c): (text, across, down) for r, c, text, across, down in block.grid()}
        deep = max([down for (r, _), (_, _, down) in real.items() if r == 0] + [1])
        rows = []
        for r in range(len(block.rows)):
            out = []
            for c in range(block.width):
                if (r, c) not in real:
                    out.append('<table:covered-table-cell/>')
                    continue
                text, across, down = real[r, c]
                short = len(plain(text)) <= 4
                span = (f' table:number-columns-spanned="{across}"' if across > 1 else "") + (f' table:number-rows-spanned="{down}"' if down > 1 else "")
                style = "cellh" if r < deep or (across > 1 and plain(text).isupper()) else "cellc" if short else "cell"
                out.append(f'<table:table-cell table:style-name="ce"{span} office:value-type="string">{p(style, inline(text))}</table:table-cell>')
            rows.append(f'<table:table-row>{"".join(out)}</table:table-row>')
        cols = "".join(f'<table:table-column table:style-name="{name}.{i}"/>' for i in range(block.width))
        head = f'<table:table-header-rows>{"".join(rows[:deep])}</table:table-header-rows>'
        return f'<table:table table:name="{name}" table:style-name="{name}">{cols}{head}{"".join(rows[deep:])}</table:table>' + p("gap", "")

    width, pending = 16.0, None
    for i, block in enumerate(blocks):
        if isinstance(block, Pair):
            body.append(two_columns(block, not body))
        elif isinstance(block, Table):
            body.append(table(block, width))
        elif isinstance(block, Break):
            pending, width = ("breakL", 25.0) if block.landscape else ("breakP", 16.0)
        else:
            style = {"subheading": "heading", "item": "body", "article": "body"}.get(block.role, block.role)
            inner = inline(block.text)
            if block.role == "article":
                label, rest = re.match(r"(Điều \d+\.)(.*)", block.text).groups()
                inner = f'<text:span text:style-name="B">{inline(label)}</text:span>{inline(rest)}'
            if pending:
                style, pending = pending, None
            body.append(p(style, inner))
            following = blocks[i + 1] if i + 1 < len(blocks) else None
            if block.role in ("kind", "title") and not (isinstance(following, Para) and following.role == "title"):
                body.append(p("rule", ""))

    running = p("running", esc(issuing_office(source))) if source.seed() % 3 == 0 else ""
    layouts = ""
    for name, size, orient in (("pm1", 'fo:page-width="21cm" fo:page-height="29.7cm"', "portrait"),
                               ("pm2", 'fo:page-width="21cm" fo:page-height="29.7cm"', "portrait"),
                               ("pm3", 'fo:page-width="29.7cm" fo:page-height="21cm"', "landscape")):
        margins = 'fo:margin="2cm"' if name == "pm3" else 'fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="3cm" fo:margin-right="2cm"'
        header = "" if name == "pm1" else '<style:header-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-bottom="0.2cm"/></style:header-style>'
        if name != "pm1":
            margins = margins.replace('fo:margin-top="2cm"', 'fo:margin-top="1.2cm"')
        layouts += f'<style:page-layout style:name="{name}"><style:page-layout-properties {size} style:print-orientation="{orient}" {margins}/>{header}</style:page-layout>'
    number = p("pageno", '<text:page-number text:select-page="current"/>')
    masters = ('<style:master-page style:name="First" style:page-layout-name="pm1" style:next-style-name="Standard"/>'
               f'<style:master-page style:name="Standard" style:page-layout-name="pm2"><style:header>{number}{running}</style:header></style:master-page>'
               f'<style:master-page style:name="Land" style:page-layout-name="pm3"><style:header>{number}{running}</style:header></style:master-page>')
    return (FODT_HEAD + layouts + "".join(styles) + "</office:automatic-styles><office:master-styles>" + masters +
            "</office:master-styles><office:body><office:text>" + "\n".join(body) + "</office:text></office:body></office:document>")


def write_libreoffice(source: Source, ink: Ink) -> bytes:
    with tempfile.TemporaryDirectory() as tmp:
        (Path(tmp) / f"{source.file}.fodt").write_text(write_fodt(source, ink), encoding="utf-8")
        run(["soffice", "--headless", f"-env:UserInstallation=file://{SOFFICE_PROFILE}", "--convert-to", "pdf:writer_pdf_Export",
             "--outdir", tmp, f"{tmp}/{source.file}.fodt"])
        return (Path(tmp) / f"{source.file}.pdf").read_bytes()


SOFFICE_PROFILE = Path(tempfile.gettempdir()) / "kehoach-corpus-soffice"


def run(command: list[str]) -> None:
    env = os.environ | {"SOURCE_DATE_EPOCH": "1609434000", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=env, capture_output=True, timeout=180)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode(errors='replace')[-2000:]}")


# ---------------------------------------------------------------------------------------------
# ReportLab: Platypus with embedded TrueType


FONT_DIR = Path("/usr/share/fonts/truetype")
FACES = {
    "liberation": ["LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic"],
    "dejavu": ["DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "DejaVuSerif-BoldItalic"],
}


def font_path(name: str) -> Path:
    return next(FONT_DIR.glob(f"*/{name}.ttf"))


def write_reportlab(source: Source, ink: Ink) -> bytes:
    from reportlab import rl_config
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import HRFlowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as Grid

    rl_config.invariant = 1
    # Only Liberation Serif keeps a blank exactly as wide as what is stamped into it.
    family = "dejavu" if ink.mode == "plain" and source.seed() % 4 == 0 else "liberation"
    names = FACES[family]
    for name in names:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(font_path(name))))
    pdfmetrics.registerFontFamily(names[0], *names)
    size = 11.5 if family == "dejavu" else 13.5

    def style(name: str, **more) -> ParagraphStyle:
        base = dict(fontName=names[0], fontSize=size, leading=size * 1.32, alignment=TA_JUSTIFY, spaceAfter=4, splitLongWords=0)
        return ParagraphStyle(name, **(base | more))

    bold, italic = names[1], names[2]
    styles = {
        "body": style("body", firstLineIndent=30), "item": style("item", firstLineIndent=30), "article": style("article", firstLineIndent=30),
        "basis": style("basis", firstLineIndent=30, fontName=italic),
        "heading": style("heading", fontName=bold, firstLineIndent=30, keepWithNext=1), "subheading": style("sub", fontName=bold, firstLineIndent=30, keepWithNext=1),
        "kind": style("kind", fontName=bold, alignment=TA_CENTER, fontSize=size + .5, spaceBefore=12, spaceAfter=1),
        "title": style("title", fontName=bold, alignment=TA_CENTER, spaceAfter=1), "center": style("center", fontName=bold, alignment=TA_CENTER),
        "annex": style("annex", fontName=bold, alignment=TA_CENTER, spaceAfter=1), "note": style("note", fontName=italic, alignment=TA_CENTER, spaceAfter=8),
        "to": style("to", alignment=TA_CENTER, spaceBefore=8, spaceAfter=8),
        "head": style("head", fontSize=size - 1, leading=(size - 1) * 1.25, alignment=TA_CENTER, spaceAfter=0),
        "sign": style("sign", fontName=bold, alignment=TA_CENTER, spaceAfter=0), "left": style("left", fontSize=size - 2.5, leading=size, alignment=0, spaceAfter=0),
        "cell": style("cell", fontSize=size - 2, leading=(size - 2) * 1.18, alignment=0, spaceAfter=0),
        "cellc": style("cellc", fontSize=size - 2, leading=(size - 2) * 1.18, alignment=TA_CENTER, spaceAfter=0),
        "foot": style("foot", fontSize=size - 3, leading=size - 1),
    }
    noted: dict[str, int] = {}

    def inline(text: str) -> str:
        parts = []
        for kind, value in pieces(text):
            if kind == "text":
                parts.append(re.sub(r" {2,}", lambda m: NBSP * (len(m[0]) - 1) + " ", html.escape(value, quote=False)))
            elif kind == "note":
                parts.append(f"<super>{noted.setdefault(value, len(noted) + 1)}</super>")
            else:
                drawn, link = ink.stamp(value)
                pad = PAD if ink.mode != "plain" else ""
                parts.append(pad + (f'<a href="{link}">{drawn}</a>' if link else drawn) + pad)
        return "".join(parts)

    def two_columns(block: Pair, width: float):
        head, sides = block.role == "letterhead", []
        for side, lines in (("left", block.left), ("right", block.right)):
            drawn = []
            for line in lines:
                inner = inline(line)
                if head:
                    mark = letterhead_style(line, lines, side)
                    inner = {"bold": f"<b>{inner}</b>", "italic": f"<i>{inner}</i>"}.get(mark, inner)
                    if mark in ("small", "italic"):
                        drawn.append(Spacer(1, 5))
                    drawn.append(Paragraph(inner, styles["head"]))
                    if mark == "bold" and line is [t for t in lines if letterhead_style(t, lines, side) == "bold"][-1]:
                        drawn.append(HRFlowable(width="38%" if side == "left" else "62%", thickness=.6, color="black", spaceBefore=1.5, spaceAfter=0))
                elif side == "left":
                    drawn.append(Paragraph(f"<b><i>{inner}</i></b>" if line.startswith("Nơi nhận") else inner, styles["left"]))
                else:
                    if is_name(line, lines):
                        drawn.append(Spacer(1, 62))
                        inner = f'<a href="http://stamp/sign">{inner}</a>' if ink.mode == "mark" else inner
                    drawn.append(Paragraph(inner, styles["sign"]))
            sides.append(drawn or [Spacer(1, 1)])
        widths = [width * (.42 if head else .5), width * (.58 if head else .5)]
        return Grid([sides], colWidths=widths, style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER" if head else "LEFT"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)])

    def table(block: Table, width: float):
        data = [[""] * block.width for _ in block.rows]
        marks = [("GRID", (0, 0), (-1, -1), .5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                 ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3), ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
        deep = 1
        for r, c, text, across, down in block.grid():
            inner = inline(text)
            deep = max(deep, down) if r == 0 else deep
            head = r < deep or (across > 1 and plain(text).isupper())
            data[r][c] = Paragraph(f"<b>{inner}</b>" if head else inner, styles["cellc" if head or len(plain(text)) <= 4 else "cell"])
            if across > 1 or down > 1:
                marks.append(("SPAN", (c, r), (c + across - 1, r + down - 1)))
        return Grid(data, colWidths=[width * s for s in block.shares()], repeatRows=deep, style=marks, spaceBefore=5, spaceAfter=6)

    width, flow = A4[0] - 85 - 52, []
    blocks = lay_out(source)
    for block, following in zip(blocks, [*blocks[1:], None]):
        if isinstance(block, Pair):
            if block.role == "signature":
                flow += [Spacer(1, 10)]
            flow.append(two_columns(block, width))
        elif isinstance(block, Table):
            flow.append(table(block, width))
        elif isinstance(block, Break):
            flow.append(PageBreak())
        elif block.role == "article":
            label, rest = re.match(r"(Điều \d+\.)(.*)", block.text).groups()
            flow.append(Paragraph(f"<b>{inline(label)}</b>{inline(rest)}", styles["article"]))
        else:
            paragraph = Paragraph(inline(block.text), styles[block.role])
            if isinstance(following, Table):
                paragraph.keepWithNext = 0  # else Platypus moves the whole table to a page of its own
            flow.append(paragraph)
            if block.role in ("kind", "title") and not (isinstance(following, Para) and following.role == "title"):
                flow.append(Spacer(1, 8))
    if noted:  # Platypus has no footnotes: the notes close the document
        flow += [Spacer(1, 8), HRFlowable(width="33%", thickness=.5, color="black", hAlign="LEFT")]
        flow += [Paragraph(f"<super>{n}</super> {html.escape(source.notes.get(k, ''))}", styles["foot"]) for k, n in noted.items()]

    def number(canvas, doc):
        if doc.page > 1:
            canvas.setFont(names[0], size)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 40, str(doc.page))

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, leftMargin=85, rightMargin=52, topMargin=57, bottomMargin=57, invariant=1,
                      title=source.file).build(flow, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


# ---------------------------------------------------------------------------------------------
# Word: a zip of our own, with the habits of Word


W_NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"')
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def write_docx(source: Source) -> bytes:
    rng, noted, boxes = random.Random(source.seed()), {}, [0]
    in_text_box = source.head.get("textbox") == "yes" or source.seed() % 3 == 0
    rsid = lambda: f"00{rng.randrange(0x100000, 0xFFFFFF):06X}"

    def run_xml(text: str, props: str) -> str:
        """One run, cut where Word's revision marks would cut it."""
        out = []
        while text:
            cut = rng.randint(12, 90)
            piece, text = text[:cut], text[cut:]
            piece = html.escape(piece, quote=False)
            for mark, element in (("\u2011", "<w:noBreakHyphen/>"), ("\u00ad", "<w:softHyphen/>"), ("\t", "<w:tab/>")):
                piece = piece.replace(mark, f'</w:t>{element}<w:t xml:space="preserve">')
            piece = f'<w:t xml:space="preserve">{piece}</w:t>'.replace('<w:t xml:space="preserve"></w:t>', "")
            out.append(f'<w:r w:rsidRPr="{rsid()}"><w:rPr>{props}</w:rPr>{piece}</w:r>')
        return "".join(out)

    def vary(text: str) -> str:
        """Non-breaking spaces and hyphens, and a soft hyphen here and there, as typists and AutoCorrect leave them."""
        text = re.sub(r"\b(ngày|Điều|số|quý) (?=\d|[IVX])", lambda m: m[0][:-1] + (NBSP if rng.random() < .3 else " "), text)
        text = re.sub(r"(?<=\d/[A-ZĐ]{2})-(?=[A-Z])", lambda m: "\u2011" if rng.random() < .3 else "-", text)
        return re.sub(r"(?<=\d/)(?=[A-ZĐ]{2}-)", lambda m: "\u00ad" if rng.random() < .12 else "", text)

    def inline(text: str, props: str = "") -> str:
        parts = []
        for kind, value in pieces(text):
            if kind == "note":
                n = noted.setdefault(value, len(noted) + 1)
                parts.append(f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{n}"/></w:r>')
            else:
                parts.append(run_xml(vary(value), props))
        return "".join(parts)

    B, I = "<w:b/>", "<w:i/>"

    def para(inner: str, jc: str = "both", indent: int = 0, after: int = 60, extra: str = "") -> str:
        ind = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
        return f'<w:p w:rsidR="{rsid()}"><w:pPr>{extra}<w:spacing w:after="{after}"/>{ind}<w:jc w:val="{jc}"/></w:pPr>{inner}</w:p>'

    def text_box(line: str) -> str:
        """A paragraph whose words are all in a drawn box, with the VML copy Word keeps for old readers."""
        boxes[0] += 1
        content = f"<w:txbxContent>{para(inline(line), 'center')}</w:txbxContent>"
        return para(
            '<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            '<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
            '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>-68580</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>41910</wp:posOffset></wp:positionV><wp:extent cx="2286000" cy="301625"/>'
            f'<wp:wrapNone/><wp:docPr id="{boxes[0]}" name="Text Box {boxes[0]}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2286000" cy="301625"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
            f'<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
            f'<mc:Fallback><w:pict><v:shape id="box{boxes[0]}" style="position:absolute;margin-left:-5.4pt;margin-top:3.3pt;width:180pt;height:23.75pt" stroked="f"><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>'
            "</mc:AlternateContent></w:r>", "center")

    def two_columns(block: Pair) -> str:
        head, sides = block.role == "letterhead", []
        for side, lines in (("left", block.left), ("right", block.right)):
            drawn = []
            for line in lines:
                if head:
                    mark = letterhead_style(line, lines, side)
                    if in_text_box and side == "left" and line.startswith("Số"):
                        drawn.append(text_box(line))
                        continue
                    under = mark == "bold" and line is [t for t in lines if letterhead_style(t, lines, side) == "bold"][-1]
                    props = {"bold": B + ('<w:u w:val="single"/>' if under else ""), "italic": I}.get(mark, "") + '<w:sz w:val="25"/>'
                    drawn.append(para(inline(line, props), "center", after=0))
                elif side == "left":
                    drawn.append(para(inline(line, B + I + '<w:sz w:val="24"/>' if line.startswith("Nơi nhận") else '<w:sz w:val="22"/>'), "left", after=0))
                else:
                    if is_name(line, lines):
                        drawn += [para("", "center", after=0)] * 4
                    drawn.append(para(inline(line, B), "center", after=0))
            width = (3700, 5600)[side == "right"] if head else 4650
            sides.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(drawn) or para("")}</w:tc>')
        grid = (3700, 5600) if head else (4650, 4650)
        return ('<w:tbl><w:tblPr><w:tblW w:w="9300" w:type="dxa"/><w:tblLook w:val="01E0"/></w:tblPr><w:tblGrid>' +
                "".join(f'<w:gridCol w:w="{w}"/>' for w in grid) + f'</w:tblGrid><w:tr w:rsidR="{rsid()}"><w:trPr><w:cantSplit/></w:trPr>{"".join(sides)}</w:tr></w:tbl>' + para("", after=0))

    def table(block: Table) -> str:
        widths = [int(9300 * s) for s in block.shares()]
        real = {(r, c): (text, across, down) for r, c, text, across, down in block.grid()}
        rows = []
        for r in range(len(block.rows)):
            out, c = [], 0
            while c < block.width:
                above = next(((text, across, rr) for (rr, cc), (text, across, down) in real.items() if cc == c and rr < r < rr + down), None)
                text, across = (real[r, c][0], real[r, c][1]) if (r, c) in real else ("", above[1] if above else 1)
                merge = '<w:vMerge/>' if above else '<w:vMerge w:val="restart"/>' if (r, c) in real and real[r, c][2] > 1 else ""
                span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
                props = (B if r == 0 else "") + '<w:sz w:val="24"/>'
                jc = "center" if r == 0 or len(plain(text)) <= 4 else "left"
                out.append(f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[c:c + across])}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{para(inline(text, props), jc, after=0)}</w:tc>')
                c += across
            head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if r == 0 else ""
            rows.append(f'<w:tr w:rsidR="{rsid()}">{head}{"".join(out)}</w:tr>')
        edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
        return (f'<w:tbl><w:tblPr><w:tblW w:w="9300" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>' +
                "".join(f'<w:gridCol w:w="{w}"/>' for w in widths) + f'</w:tblGrid>{"".join(rows)}</w:tbl>' + para("", after=0))

    body = []
    for block in lay_out(source):
        if isinstance(block, Pair):
            body.append(two_columns(block))
        elif isinstance(block, Table):
            body.append(table(block))
        elif isinstance(block, Break):
            body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        elif block.role in ("kind", "title", "center", "annex"):
            body.append(para(inline(block.text, B), "center", after=0))
        elif block.role in ("note", "to"):
            body.append(para(inline(block.text, I if block.role == "note" else ""), "center", after=120))
        elif block.role == "article":
            label, rest = re.match(r"(Điều \d+\.)(.*)", block.text).groups()
            body.append(para(inline(label, B) + inline(rest), indent=720))
        else:
            props = B if block.role in ("heading", "subheading") else I if block.role == "basis" else ""
            body.append(para(inline(block.text, props), indent=720))
    sect = ('<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11907" w:h="16840"/>'
            '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>')
    notes = ('<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
             '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>')
    for key, n in noted.items():
        notes += (f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
                  f'{run_xml(" " + source.notes.get(key, ""), "<w:sz w:val=%s20%s/>" % (chr(34), chr(34)))}</w:p></w:footnote>')
    when = f"{source.posted.isoformat()}T01:30:00Z"
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>' + "".join(f'<Override PartName="/word/{n}.xml" ContentType="{OFFICE}{t}+xml"/>' for n, t in
            (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes"), ("header1", "header"), ("settings", "settings"))) +
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}officeDocument" Target="word/document.xml"/>'
            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W_NS}><w:body>{''.join(body)}{sect}</w:body></w:document>",
        "word/styles.xml": f'<w:styles {W_NS}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="27"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>',
        "word/footnotes.xml": f"<w:footnotes {W_NS}>{notes}</w:footnotes>",
        "word/header1.xml": f'<w:hdr {W_NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>',
        "word/settings.xml": f"<w:settings {W_NS}><w:zoom w:percent=\"100\"/></w:settings>",
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(
            f'<Relationship Id="rId{i}" Type="{rel}{t}" Target="{f}.xml"/>' for i, t, f in ((1, "styles", "styles"), (2, "footnotes", "footnotes"), (3, "header", "header1"), (4, "settings", "settings"))) + "</Relationships>",
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Admin</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, XML + text)
    return out.getvalue()


# ---------------------------------------------------------------------------------------------
# After the base PDF: fixed dates, clerk's stamps, scans


BASES = {"libreoffice": write_libreoffice, "chromium": write_chromium, "reportlab": write_reportlab}


def base_of(source: Source) -> str:
    """Which producer draws a stamped or scanned document."""
    return source.head.get("base") or ("libreoffice", "reportlab", "chromium")[source.seed() % 3]


def write_pdf(source: Source) -> bytes:
    if source.form == "pdf-stamp":
        return stamp(source)
    if source.form == "pdf-scan":
        return scan(source)
    return settle(BASES[source.form.removeprefix("pdf-")](source, Ink()), source)


def settle(data: bytes, source: Source, change=None) -> bytes:
    """Replaces what a producer takes from the clock."""
    import pikepdf
    with pikepdf.open(io.BytesIO(data)) as pdf:
        when = f"D:{issued_on(source) or source.posted:%Y%m%d}093000+07'00'"
        pdf.docinfo["/CreationDate"] = when
        pdf.docinfo["/ModDate"] = when
        for place, key in ((pdf.Root, "/Metadata"), (pdf.trailer, "/DocChecksum"), (pdf.trailer, "/ID")):
            if key in place:
                del place[key]
        if change:
            change(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return out.getvalue()


def places(data: bytes) -> dict[str, tuple[int, list[float]]]:
    """Where the marked texts of a PDF lie: link name → page, rectangle."""
    import pikepdf
    found = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            for annot in page.get("/Annots", []):
                uri = str(annot.get("/A", {}).get("/URI", ""))
                if "//stamp/" in uri:
                    found.setdefault(uri.rstrip("/").rsplit("/", 1)[1], (number, [float(x) for x in annot.Rect]))
    return found


def stamp(source: Source) -> bytes:
    write = BASES[base_of(source)]
    mark, blank = Ink("mark"), Ink("blank")
    where = places(write(source, mark))
    return settle(write(source, blank), source, lambda pdf: add_stamps(pdf, source, mark.stamps, where))


SIGNED_AT = ((10, 15, 32), (16, 42, 7), (8, 51, 19), (14, 3, 48))


def issuing_office(source: Source) -> str:
    names = [columns(t)[0] for t in source.first("letterhead") if columns(t)[0] and not re.match(r"Số|V/v|\*", columns(t)[0])]
    if len(names) > 1 and plain(names[0]) in ("ỦY BAN NHÂN DÂN", "UBND"):
        return "UBND " + plain(" ".join(names[1:]))
    return plain(names[-1]) if names else "VĂN PHÒNG"


def add_stamps(pdf, source: Source, stamps: list[str], where: dict) -> None:
    """Adds one signature widget per stamp, and one with seal and signing time, as clerks' signing tools do."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String
    rng = random.Random(source.seed())
    issued = issued_on(source) or source.posted
    hour, minute, second = SIGNED_AT[source.seed() % len(SIGNED_AT)]
    lines = [f"Người ký: {issuing_office(source)}", f"Thời gian ký: {issued:%d/%m/%Y} {hour:02}:{minute:02}:{second:02} +07:00"]
    font = StampFont(pdf, "".join(stamps) + "".join(lines), rng)
    fields = []

    def form(content: bytes, box, resources=None):
        return pdf.make_indirect(pikepdf.Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, FormType=1, BBox=Array(box),
                                                Matrix=Array([1, 0, 0, 1, 0, 0]), Resources=resources or Dictionary()))

    def widget(number: int, rect: list[int], content: bytes, resources) -> None:
        size = [0, 0, rect[2] - rect[0], rect[3] - rect[1]]
        n0, n2 = form(b"% DSBlank\n", [0, 0, 100, 100]), form(content, size, resources)
        inner = form(b"q 1 0 0 1 0 0 cm /n0 Do Q\nq 1 0 0 1 0 0 cm /n2 Do Q\n", size, Dictionary(XObject=Dictionary(n0=n0, n2=n2)))
        outer = form(b"q 1 0 0 1 0 0 cm /FRM Do Q\n", size, Dictionary(XObject=Dictionary(FRM=inner)))
        value = pdf.make_indirect(Dictionary(
            Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/adbe.pkcs7.detached"), ByteRange=Array([0, 0, 0, 0]), Contents=String(bytes(16)),
            M=String(f"D:{issued:%Y%m%d}{hour:02}{minute:02}{min(59, second + len(fields)):02}+07'00'"), Location=String(issuing_office(source)), Reason=String("Ký số văn bản điện tử")))
        page = pdf.pages[number]
        annot = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, F=132, T=String(f"Signature{len(fields) + 1}"),
                                             Rect=Array(rect), P=page.obj, V=value, AP=Dictionary(N=outer)))
        page.obj["/Annots"] = Array([*page.obj.get("/Annots", []), annot])
        fields.append(annot)

    for i, text in enumerate(stamps):
        if str(i) not in where:
            raise SystemExit(f"{source.file}: cannot see where «{text}» was drawn")
        number, (x0, y0, x1, _) = where[str(i)]
        size = round((x1 - x0) / font.width(text, 1) * 2) / 2
        base = y0 + 0.216 * size
        slanted = x0 > 300  # dates stand in the right column, in italics
        left, bottom = round(x0 - 0.5 + rng.uniform(-0.7, 0.7)), round(base - 4.5 + rng.uniform(-0.6, 0.6))
        rect = [left, bottom, left + int(font.width(text, size)) + 12, bottom + 20]
        matrix = b"1 0 0.21256 1 0.5 4.5 Tm\n" if slanted else b""
        content = b"BT\n1 0 0 1 0.5 4.5 Tm\n" + matrix + f"/F1 {size:g} Tf\n".encode() + font.show(text) + b"\nET\n"
        widget(number, rect, content, Dictionary(Font=Dictionary(F1=font.object)))

    if "sign" in where:
        number, (x0, y0, x1, y1) = where["sign"]
        across = int(73 + max(font.width(line, 7.5) for line in lines) + 6)
        left, bottom = min(round((x0 + x1) / 2 - 95), 585 - across), round(y1 + 2)
        seal = seal_image(pdf, source)
        content = (b"q 66 0 0 66 4 1 cm /img1 Do Q\nBT\n/F1 7.5 Tf\n1 0 0 rg\n1 0 0 1 73 34 Tm\n" + font.show(lines[0]) +
                   b"\n0 -10 Td\n" + font.show(lines[1]) + b"\nET\n")
        widget(number, [left, bottom, left + across, bottom + 68], content, Dictionary(Font=Dictionary(F1=font.object), XObject=Dictionary(img1=seal)))
    pdf.Root["/AcroForm"] = pdf.make_indirect(Dictionary(SigFlags=3, Fields=Array(fields), DA=String("/Helv 0 Tf 0 g ")))


class StampFont:
    """A subset of Liberation Serif, addressed by glyph number (Identity-H) with a ToUnicode map."""

    def __init__(self, pdf, text: str, rng: random.Random):
        import pikepdf
        from fontTools import subset
        from fontTools.ttLib import TTFont
        from pikepdf import Array, Dictionary, Name
        path = font_path("LiberationSerif-Regular")
        full = TTFont(path)
        cmap, order = full.getBestCmap(), full.getGlyphID
        self.glyphs = {c: order(cmap[ord(c)]) for c in sorted(set(text))}
        self.widths = {c: full["hmtx"][cmap[ord(c)]][0] / full["head"].unitsPerEm for c in self.glyphs}
        options = subset.Options(retain_gids=True, notdef_outline=True, hinting=False, layout_features=[], name_IDs=[], glyph_names=False,
                                 drop_tables=["GSUB", "GPOS", "GDEF", "FFTM", "kern", "PCLT", "gasp"])
        options.recalc_timestamp = False
        worker = subset.Subsetter(options)
        worker.populate(text=text)
        worker.subset(full)
        full.recalcTimestamp = False
        data = io.BytesIO()
        full.save(data)
        name = "/" + "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(6)) + "+LiberationSerif"
        file = pikepdf.Stream(pdf, data.getvalue(), Length1=len(data.getvalue()))
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name(name), Flags=34, FontBBox=Array([-543, -303, 1277, 981]), ItalicAngle=0,
                                Ascent=891, Descent=-216, CapHeight=662, StemV=80, FontFile2=pdf.make_indirect(file))
        widths = Array([x for c, g in sorted(self.glyphs.items(), key=lambda p: p[1]) for x in (g, Array([round(self.widths[c] * 1000)]))])
        child = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(name), CIDToGIDMap=Name.Identity, DW=1000, W=widths,
                           CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0), FontDescriptor=pdf.make_indirect(descriptor))
        pairs = [f"<{g:04x}> <{ord(c):04x}>" for c, g in self.glyphs.items()]
        chunks = "".join(f"{len(pairs[i:i + 100])} beginbfchar\n" + "\n".join(pairs[i:i + 100]) + "\nendbfchar\n" for i in range(0, len(pairs), 100))
        to_unicode = ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<< /Registry (TTX+0)\n/Ordering (T42UV)\n/Supplement 0\n>> def\n"
                      "/CMapName /TTX+0 def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n" + chunks +
                      "endcmap\nCMapName currentdict /CMap defineresource pop\nend end\n")
        self.object = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(name), Encoding=Name("/Identity-H"),
                                                   DescendantFonts=Array([pdf.make_indirect(child)]), ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, to_unicode.encode()))))

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[c] for c in text) * size

    def show(self, text: str) -> bytes:
        return b"<" + "".join(f"{self.glyphs[c]:04x}" for c in text).encode() + b"> Tj"


def seal_drawing(size: int, ink: tuple[int, int, int]):
    """A round office seal with a star, on nothing."""
    import math
    from PIL import Image, ImageDraw
    image = Image.new("RGBA", (size * 2, size * 2), (*ink, 0))
    draw, c = ImageDraw.Draw(image), size
    for radius, width in ((0.96, 9), (0.88, 3), (0.55, 3)):
        r = radius * c
        draw.ellipse([c - r, c - r, c + r, c + r], outline=(*ink, 255), width=max(1, width * size // 120))
    draw.polygon([(c + 0.4 * c * (1 if k % 2 == 0 else 0.4) * math.sin(k * math.pi / 5), c - 0.4 * c * (1 if k % 2 == 0 else 0.4) * math.cos(k * math.pi / 5)) for k in range(10)], fill=(*ink, 255))
    for k in range(40):  # ticks where the legend would be
        a = k * math.pi / 20
        draw.line([c + .63 * c * math.sin(a), c - .63 * c * math.cos(a), c + .78 * c * math.sin(a), c - .78 * c * math.cos(a)], fill=(*ink, 255), width=max(1, 4 * size // 120))
    return image.resize((size, size), Image.LANCZOS)


def seal_image(pdf, source: Source):
    import pikepdf
    from pikepdf import Name
    size = 160
    image = seal_drawing(size, (214, 28, 36))
    common = dict(Type=Name.XObject, Subtype=Name.Image, Width=size, Height=size, BitsPerComponent=8)
    mask = pdf.make_indirect(pikepdf.Stream(pdf, image.getchannel("A").tobytes(), ColorSpace=Name.DeviceGray, **common))
    return pdf.make_indirect(pikepdf.Stream(pdf, image.convert("RGB").tobytes(), ColorSpace=Name.DeviceRGB, SMask=mask, **common))


SCAN_DPI = 200


def scan(source: Source) -> bytes:
    """The printed, sealed and signed document, laid a little askew on a grey scanner."""
    import pikepdf
    from PIL import Image, ImageDraw, ImageFilter
    from pikepdf import Array, Dictionary, Name
    write, rng = BASES[base_of(source)], random.Random(source.seed())
    where = places(write(source, Ink("mark")))
    base = write(source, Ink())
    pages = []
    with tempfile.TemporaryDirectory() as tmp:
        (Path(tmp) / "in.pdf").write_bytes(base)
        run(["pdftoppm", "-r", str(SCAN_DPI), "-gray", f"{tmp}/in.pdf", f"{tmp}/p"])
        for number, path in enumerate(sorted(Path(tmp).glob("p-*.pgm"))):
            image = Image.open(path).convert("L")
            if where.get("sign", (-1,))[0] == number:
                x0, y0, x1, y1 = [v * SCAN_DPI / 72 for v in where["sign"][1]]
                seal = seal_drawing(250, (128, 128, 128))
                image.paste(seal.convert("L"), (int(x0 - 130), int(image.height - y1 - 240)), seal.getchannel("A").point(lambda a: a * 3 // 4))
                draw, points = ImageDraw.Draw(image), []
                for k in range(60):  # the flourish of a pen
                    points.append((x0 + 60 + k * 3.2, image.height - y1 - 80 + 45 * (k % 7 - 3) / 3 * (1 - k / 70) + rng.uniform(-4, 4)))
                draw.line(points, fill=70, width=4, joint="curve")
            image = image.rotate(rng.choice((-0.4, 0.4)), resample=Image.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
            grain = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height)).filter(ImageFilter.GaussianBlur(0.9))
            image = Image.blend(image.point(lambda v: 18 + v * 228 // 255), grain, 0.035)
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=34, optimize=True)
            pages.append((image.size, buffer.getvalue()))
    pdf = pikepdf.new()
    for (width, height), data in pages:
        picture = pdf.make_indirect(pikepdf.Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8,
                                                   ColorSpace=Name.DeviceGray, Filter=Name.DCTDecode))
        w, h = width * 72 / SCAN_DPI, height * 72 / SCAN_DPI
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, round(w, 2), round(h, 2)]), Resources=Dictionary(XObject=Dictionary(Im0=picture)),
                          Contents=pdf.make_indirect(pikepdf.Stream(pdf, f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /Im0 Do Q".encode())))
        pdf.pages.append(pikepdf.Page(page))
    out = io.BytesIO()
    pdf.docinfo["/Producer"] = "ScanToPDF"
    pdf.save(out, deterministic_id=True)
    return settle(out.getvalue(), source)


# ---------------------------------------------------------------------------------------------
# What a portal's own database knows of a document


def issued_on(source: Source) -> datetime.date | None:
    text = " ".join(plain(columns(line)[1]) for line in source.first("letterhead"))
    if m := re.search(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", text):
        return datetime.date(int(m[3]), int(m[2]), int(m[1]))
    return None


def own_number(source: Source) -> str:
    for line in source.first("letterhead"):
        if m := re.match(r"Số:?\s*(.*)", plain(columns(line)[0])):
            return "" if m[1].startswith("/") else m[1].replace(" ", "")
    return ""


def truth(source: Source) -> dict:
    path = GOLD / f"{source.file}.gold.json"
    try:
        return json.loads(path.read_text(encoding="utf-8")).get("identity") or {}
    except (OSError, ValueError):
        return {}


TYPES = {"KH": "Kế hoạch", "QĐ": "Quyết định", "CT": "Chỉ thị", "NQ": "Nghị quyết", "NĐ": "Nghị định", "TT": "Thông tư", "TB": "Thông báo", "BC": "Báo cáo",
         "TTr": "Tờ trình", "HD": "Hướng dẫn", "CTr": "Chương trình", "CV": "Công văn", "Luật": "Luật", "CĐ": "Công điện", "KL": "Kết luận", "PA": "Phương án", "ĐA": "Đề án"}
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def facts(source: Source) -> dict:
    """Everything a template may ask about one document."""
    s, known, number = source, truth(source), own_number(source)
    issued, posted = issued_on(source), source.posted
    hour, minute = 7 + s.seed() % 10, s.seed() // 7 % 60
    title = s.first("title")
    first_text = next((plain(t) for t in s.lines("body") if not t.startswith("|")), "")
    right = [columns(t)[1] for t in s.first("signature") if columns(t)[1]]
    serial = re.match(r"\w+", number)
    kind = TYPES.get(known.get("doc_type") or "", plain(title[0]).capitalize() if title and len(title[0]) < 30 else "Công văn")
    attached = s.form != "html"
    return {
        "file": s.file, "id": 100000 + s.seed() % 900000, "ext": s.ext, "published": s.published, "headline": s.head["headline"], "category": s.head.get("category", ""),
        "number": number, "number_or_na": number or "N/A", "type": kind, "issuer": known.get("issuer") or issuing_office(s), "signer": known.get("signer") or (plain(right[-1]) if right else ""),
        "abstract": known.get("title") or s.head["headline"], "summary": (first_text[:180].rsplit(" ", 1)[0] + "…") if len(first_text) > 180 else first_text,
        "issued_slash": f"{issued:%d/%m/%Y}" if issued else "", "issued_dash": f"{issued:%d-%m-%Y}" if issued else "", "issued_or_na": f"{issued:%d/%m/%Y}" if issued else "N/A",
        "issued_short": f"{issued.day}/{issued.month}/{issued.year}" if issued else "",
        "posted_slash": f"{posted:%d/%m/%Y}", "posted_spaced": f"{posted:%d - %m - %Y}", "posted_short": f"{posted.day}/{posted.month}/{posted.year}", "weekday": WEEKDAYS[posted.weekday()],
        "clock24": f"{hour:02}:{minute:02}", "clock12": f"{(hour - 1) % 12 + 1}:{minute:02} {'SA' if hour < 12 else 'CH'}", "ampm": f"{(hour - 1) % 12 + 1:02}:{minute:02} {'AM' if hour < 12 else 'PM'}",
        "y": posted.year, "m": posted.month, "d": posted.day, "mm": f"{posted.month:02}", "views": 150 + s.seed() // 11 % 12000, "online": 20 + s.seed() // 13 % 300,
        "hex4": f"{s.seed() & 0xFFFF:04x}", "folder": 180000 + s.seed() // 17 % 9000, "epoch": int(datetime.datetime(posted.year, posted.month, posted.day, tzinfo=datetime.timezone.utc).timestamp() * 1000) + s.seed() % 86400000,
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, s.file)), "token": token(s.file),
        "attached": attached, "inline": not attached, "attachment_name": (f"{serial[0]}-{known.get('doc_type') or 'VB'}.signed.{s.ext}" if serial and s.form in ("pdf-stamp", "pdf-scan") else s.published),
    }


def token(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()[:8].upper()


# ---------------------------------------------------------------------------------------------
# Skins


def fill(template: str, *scopes: dict) -> str:
    """Mustache, as far as the skins need it: {{escaped}}, {{{raw}}}, {{#list or truth}}…{{/}}, {{^untruth}}…{{/}}."""

    def look(name: str):
        return next((scope[name] for scope in scopes if name in scope), None)

    def section(m: re.Match) -> str:
        value, inner = look(m[2]), m[3]
        if m[1] == "^":
            return "" if value else fill(inner, *scopes)
        if isinstance(value, list):
            return "".join(fill(inner, item, *scopes) for item in value)
        return fill(inner, *((value, *scopes) if isinstance(value, dict) else scopes)) if value else ""

    template = re.sub(r"\{\{([#^])(\w+)\}\}(.*?)\{\{/\2\}\}", section, template, flags=re.S)

    def variable(m: re.Match) -> str:
        value = look(m[1] or m[2])
        if value is None:
            raise SystemExit(f"a skin asks for {m[1] or m[2]}, which nobody knows")
        return str(value) if m[1] else html.escape(str(value))

    return re.sub(r"\{\{\{(\w+)\}\}\}|\{\{(\w+)\}\}", variable, template)


@dataclass
class Portal:
    name: str
    skin: dict
    templates: dict[str, str]
    routes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @staticmethod
    def read(name: str) -> "Portal":
        folder = SKINS / name
        return Portal(name, tomllib.loads((folder / "skin.toml").read_text(encoding="utf-8")),
                      {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.html")})

    def url(self, what: str, known: dict) -> str:
        return self.skin["url"][what].format_map(known)

    def disk(self, what: str, known: dict) -> str:
        return self.skin["disk"][what].format_map(known)

    def page(self, urls: list[str], file: str, main: str, scope: dict) -> None:
        text = fill(self.templates["shell"], {"main": main}, scope, self.skin)
        if self.skin.get("entities") == "latin1":  # letters of Latin-1 as entities, in titles as in text
            text = "".join(LATIN1.get(c, c) if c not in "\u00a0" else "&nbsp;" for c in text)
        data = (b"\xef\xbb\xbf" if self.skin.get("bom") else b"") + text.encode()
        self.add(urls, file, data, self.skin.get("html_type", "text/html; charset=utf-8"))

    def add(self, urls: list[str], file: str, data: bytes | None, mime: str, disposition: str = "-") -> None:
        if data is not None:
            self.files[file] = data
        for url in urls:
            if url in self.routes and self.routes[url][0] != file:
                raise SystemExit(f"{self.name}: two files at {url}")
            self.routes[url] = (file, mime, disposition)


MIME = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def build_portal(name: str, sources: list[Source]) -> Portal:
    portal = Portal.read(name)
    skin = portal.skin
    known = []
    for source in sorted(sources, key=lambda s: (s.posted, s.file), reverse=True):
        k = facts(source)
        k["source"] = source
        k["url"] = portal.url("text" if k["inline"] and "text" in skin["url"] else "detail", k)
        k["url_again"] = portal.url("again", k) if "again" in skin["url"] else k["url"]
        k["attachment"] = portal.url("attachment", k) if k["attached"] else ""
        known.append(k)
    if len({k["id"] for k in known}) != len(known):
        raise SystemExit(f"{name}: two documents have one id")
    newest = lambda besides=None, count=5: [k for k in known if k is not besides][:count]

    # documents
    for i, k in enumerate(known):
        source = k["source"]
        related = [o for o in known if o is not k and o["category"] == k["category"]][:3] or newest(k, 2)
        scope = {**k, "newest": newest(k), "related": related, "title": k["headline"], "content": write_html(source, skin["dialect"]) if k["inline"] else ""}
        main = fill(portal.templates["article"], scope, skin)
        portal.page([k["url"], *([k["url_again"]] if k["url_again"] != k["url"] else [])], portal.disk("text" if k["inline"] and "text" in skin["disk"] else "detail", k), main, scope)
        if k["attached"]:
            disposition = f'attachment; filename="{source.published}"' if skin.get("attachment_type") else "-"
            portal.add([k["attachment"]], portal.disk("attachment", k), None, skin.get("attachment_type", MIME.get(source.ext, "")), disposition)

    # listing
    rows = list(known)
    for extra in skin.get("listing_extra", []):
        rows.insert(min(extra["at"], len(rows)), {**EMPTY_ROW, **extra})
    pages = [rows[i:i + ROWS_PER_PAGE] for i in range(0, len(rows), ROWS_PER_PAGE)] or [[]]
    link = lambda n: skin["url"]["listing"] if n == 1 else skin["url"]["page"].format(page=n)
    for n, page in enumerate(pages, 1):
        shown = []
        for j, k in enumerate(page, (n - 1) * ROWS_PER_PAGE + 1):
            url = k["url"] + (f"?p_p_auth={token(f'{name}{n}')}" if skin.get("session_links") and n > 1 and "source" in k else "")
            shown.append({**k, "n": j, "url": url, "odd": j % 2})
        scope = {"title": skin["listing_title"], "rows": shown, "newest": newest(), "related": newest(count=3), "total": len(rows), "page": n, "last": len(pages),
                 "pages": [{"n": m, "url": link(m), "current": m == n} for m in range(1, len(pages) + 1)], "several": len(pages) > 1,
                 "next": [{"n": n + 1, "url": link(n + 1)}] if n < len(pages) else [], "previous": [{"n": n - 1, "url": link(n - 1)}] if n > 1 else [], "online": 57, "views": 0}
        urls = [link(n)] + [u.format(page=n) for u in skin["url"].get("page_also", [])]
        if n == 1:
            urls += skin["url"].get("listing_also", [])
        portal.page(urls, skin["disk"]["listing"] if n == 1 else skin["disk"]["page"].format(page=n), fill(portal.templates["listing"], scope, skin), scope)

    # home, odd pages, robots, style
    scope = {"title": skin["name"], "newest": newest(), "related": newest(count=3), "online": 84, "views": 0}
    portal.page(["/", *skin["url"].get("home_also", [])], "index.html", fill(portal.templates["home"], scope, skin), scope)
    for extra in skin.get("extra_page", []):
        portal.page([extra["url"]], extra["file"], fill(portal.templates[extra["template"]], scope, skin), {**scope, "title": extra["title"]})
    portal.add(["/robots.txt"], "robots.txt", skin["robots"].encode(), "text/plain")
    portal.add([skin["style"]], skin["style"].lstrip("/"), (SKINS / name / "style.css").read_bytes(), "text/css")
    return portal


EMPTY_ROW = dict(number="", number_or_na="", type="Kế hoạch", issuer="", abstract="", summary="", attached=False, inline=True, attachment="", attachment_name="", views=31, category="",
                 issued_slash="", issued_dash="", issued_or_na="N/A", issued_short="", posted_slash="", posted_spaced="", posted_short="", clock24="08:00", clock12="8:00 SA", ampm="08:00 AM", signer="", weekday="Thứ hai")


# ---------------------------------------------------------------------------------------------
# Check


def check(sources: list[Source]) -> list[str]:
    faults: list[str] = []
    seen: dict[str, Path] = {}
    portals = {p.name for p in SKINS.iterdir() if (p / "skin.toml").exists()}
    for s in sources:
        say = lambda text: faults.append(f"{s.path.relative_to(ROOT)}: {text}")
        raw = s.path.read_text(encoding="utf-8")
        for key in ("portal", "form", "file", "headline", "posted_on", "category", "year"):
            if not s.head.get(key):
                say(f"front matter lacks {key}")
        if unicodedata.normalize("NFC", raw) != raw:
            say("not NFC")
        if s.head.get("portal") != s.path.parent.name or s.head.get("portal") not in portals:
            say(f"portal {s.head.get('portal')!r} is not its folder or has no skin")
        if s.form not in FORMS:
            say(f"unknown form {s.form!r}")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", s.head.get("file", "")):
            say("file is not an ASCII slug")
        if s.head.get("file") in seen:
            say(f"file name is taken by {seen[s.file].name}")
        seen[s.head.get("file", "")] = s.path
        try:
            posted = s.posted
            if (issued := issued_on(s)) and issued > posted:
                say(f"posted {posted} before it was issued {issued}")
        except ValueError:
            say("posted_on is not a date")
        marks, defined = set(re.findall(r"\[\^(\w+)\](?!:)", raw)), set(s.notes)
        if marks != defined:
            say(f"footnotes: marks {sorted(marks)}, texts {sorted(defined)}")
        if ("«" in raw) != (s.form == "pdf-stamp"):
            say("«…» belongs to pdf-stamp, and pdf-stamp needs it")
        for _, lines in s.blocks:
            previous = None
            for line in lines:
                width = len(cells(line)) if line.startswith("|") else None
                if width and previous and width != previous:
                    say(f"table row of {width} cells after {previous}: {line[:60]}")
                previous = width
    wanted, given = {f"{s.file}.gold.json" for s in sources}, {p.name for p in GOLD.glob("*.json")}
    faults += [f"gold/{n} is missing" for n in sorted(wanted - given)] + [f"gold/{n} has no source" for n in sorted(given - wanted)]
    for s in sources:
        if f"{s.file}.gold.json" in given:
            faults += [f"gold/{s.file}.gold.json: {f}" for f in check_gold(s)]
    return faults


def reading_text(source: Source) -> str:
    """All words of a source, line by line, a table row's cells as lines of their own."""
    lines = []
    for line in source.path.read_text(encoding="utf-8").partition("\n---\n")[2].splitlines():
        if line.startswith("#") and line.strip()[1:] in BLOCKS:
            continue
        line = re.sub(r"^\[\^\w+\]:\s*", "", line)
        lines += [c for c in cells(line) if c not in ("^", "<")] if line.startswith("|") else [line]
    return "\n".join(plain(line) for line in lines if plain(line))


GOLD_KEYS = {"file", "kind", "identity", "citations", "named_citations", "tasks", "traps"}
RELATIONS = {"legal_basis", "implements", "issued_by", "replaces", "amends", "repeals", "proposed_by", "self", "mention"}
RECURRENCES = {None, "yearly", "quarterly", "monthly", "half-yearly", "weekly"}


def check_gold(source: Source) -> list[str]:
    path, faults = GOLD / f"{source.file}.gold.json", []
    raw = path.read_text(encoding="utf-8")
    try:
        gold = json.loads(raw)
    except ValueError as e:
        return [f"not JSON: {e}"]
    if unicodedata.normalize("NFC", raw) != raw:
        faults.append("not NFC")
    if missing := GOLD_KEYS - set(gold):
        faults.append(f"lacks {sorted(missing)}")
    if gold.get("file") != source.published:
        faults.append(f"file is {gold.get('file')!r}, should be {source.published!r}")
    lines = reading_text(source)
    text = lines.replace("\n", " ")
    identity = gold.get("identity") or {}
    for key in ("doc_type", "number", "symbol", "issued_on", "issuer", "title", "signer"):
        if key not in identity:
            faults.append(f"identity lacks {key}")
    number, issued = own_number(source), issued_on(source)
    if source.first("letterhead"):
        fold = lambda n: (n or "").replace("Ð", "Đ").replace(" ", "").upper()
        if fold(identity.get("number")) != fold(number):
            faults.append(f"identity number {identity.get('number')!r}, letterhead has {number!r}")
        if issued and identity.get("issued_on") != issued.isoformat():
            faults.append(f"identity issued_on {identity.get('issued_on')!r}, letterhead has {issued}")
    for kind, wanted in (("citations", {"quote", "doc_type", "number", "date", "issuer", "relation", "nested"}), ("named_citations", {"quote", "doc_type", "name", "date"})):
        at = 0
        for c in gold.get(kind, []):
            if not wanted <= set(c):
                faults.append(f"{kind}: lacks {sorted(wanted - set(c))} in {c.get('quote')!r}")
            quote = c.get("quote", "")
            found = text.find(quote, at)
            if found < 0:
                faults.append(f"{kind}: quote {'out of order' if quote in text else 'not in text'}: {quote!r}")
            else:
                at = found + 1
            if c.get("relation", "mention") not in RELATIONS:
                faults.append(f"{kind}: relation {c['relation']!r}")
            if c.get("number") and re.sub(r"\W|Ð|Đ|_", "", c["number"]).upper() not in re.sub(r"\W|Ð|Đ|_", "", quote).upper():
                faults.append(f"{kind}: number {c['number']!r} is not in {quote!r}")
            if kind == "citations" and (d := c.get("date")) and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", d):
                faults.append(f"{kind}: date {d!r}")
    for t in gold.get("tasks", []):
        if not {"anchor", "owners", "coordinators", "deadline", "product"} <= set(t):
            faults.append(f"task lacks a key: {t.get('anchor')!r}")
        for key in ("anchor", "anchor_alt"):
            anchors = t.get(key) or []
            for anchor in [anchors] if isinstance(anchors, str) else anchors:
                faults += [f"task {key}: {f}" for f in check_anchor(anchor, text, lines)]
        if t.get("deadline"):
            if t["deadline"]["text"] not in text:
                faults.append(f"deadline not in text: {t['deadline']['text']!r}")
            if t["deadline"].get("recurrence") not in RECURRENCES:
                faults.append(f"recurrence {t['deadline'].get('recurrence')!r}")
        if t.get("product") and t["product"] not in text:
            faults.append(f"product not in text: {t['product']!r}")
        for owner in t.get("owners", []) + t.get("coordinators", []):
            if owner.lower() not in text.lower():
                faults.append(f"agency not in text: {owner!r}")
    return faults


def check_anchor(anchor: str, text: str, lines: str):
    """An anchor is the first 80 characters of a piece of text: shorter only where the piece ends."""
    if len(anchor) > 80:
        yield f"longer than 80: {anchor!r}"
    at = text.find(anchor)
    if at < 0:
        yield f"not in text: {anchor!r}"
    elif len(anchor.strip()) < 79 and not any(
            m.end() == len(lines) or lines[m.end()] in "\n.;:," or anchor[-1:] in ".;:" for m in re.finditer(re.escape(anchor).replace(r"\ ", r"\s"), lines)):
        yield f"{len(anchor)} characters and the text goes on: {anchor!r}"


# ---------------------------------------------------------------------------------------------


def source_hash(source: Source) -> str:
    base = base_of(source) if source.form in ("pdf-stamp", "pdf-scan") else ""
    recipe = f"{source.form}{WRITER[source.form]}{base}".encode()
    return hashlib.sha256(recipe + source.path.read_bytes()).hexdigest()[:16]


def build(sources: list[Source], only: str | None, force: bool) -> None:
    manifest = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {}
    fresh, made = {}, 0
    for name in sorted({s.portal for s in sources}):
        mine = [s for s in sources if s.portal == name]
        portal = build_portal(name, mine)
        site = PORTALS / name / "site"
        keep = {site / f for f in portal.files}
        for s in mine:
            if s.form == "html":
                continue
            target = site / portal.disk("attachment", facts(s))
            keep.add(target)
            digest = source_hash(s)
            fresh[s.published] = digest
            wanted = s.file == only or not only and (force or manifest.get(s.published) != digest or not target.exists())
            if only and s.file != only and not target.exists():
                print(f"{s.published} is not built", file=sys.stderr)
            if only and s.file != only:
                fresh[s.published] = manifest.get(s.published, "")
            if wanted:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(write_docx(s) if s.form == "docx" else write_pdf(s))
                made += 1
                print(f"{target.relative_to(ROOT)}  {target.stat().st_size:,} bytes")
        for old in sorted(site.rglob("*"), reverse=True) if site.exists() else []:
            if old.is_file() and old not in keep:
                old.unlink()
            elif old.is_dir() and not any(old.iterdir()):
                old.rmdir()
        for file, data in portal.files.items():
            target = site / file
            if not target.exists() or target.read_bytes() != data:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        lines = [f"{u}\t{f}\t{m}\t{d}\n" for u, (f, m, d) in sorted(portal.routes.items())]
        (PORTALS / name / "routes.tsv").write_text("".join(lines), encoding="utf-8")
        print(f"{name}: {len(mine)} documents, {len(portal.routes)} URLs")
        MANIFEST.parent.mkdir(parents=True, exist_ok=True)
        MANIFEST.write_text(json.dumps(dict(sorted((manifest | fresh).items())), indent=1) + "\n")
    gone = set(manifest) - set(fresh)
    MANIFEST.write_text(json.dumps(dict(sorted(fresh.items())), indent=1) + "\n")
    size = sum(p.stat().st_size for p in PORTALS.rglob("*") if p.is_file())
    print(f"{made} files drawn, {len(gone)} dropped, {size / 1e6:.1f} MB in portals/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    sources = read_sources()
    if options.check:
        faults = check(sources)
        print("\n".join(faults) or f"{len(sources)} sources and their gold are in order")
        sys.exit(1 if faults else 0)
    if options.only and options.only not in {s.file for s in sources}:
        sys.exit(f"no source is called {options.only}")
    build(sources, options.only, options.force)


if __name__ == "__main__":
    main()

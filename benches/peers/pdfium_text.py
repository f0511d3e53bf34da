"""Text of PDFs by pdfium, one thread, for benches/peers/pdf_speed.rs.

Reads lines "TIMES PATH"; for each prints one line of JSON: the least processor time (user and system)
of one reading, pages, characters. A reading is what a C program would do, no more: open the bytes, load
each page and its text page, copy the characters out as UTF-16. Starting the interpreter, loading
the library and reading the file from disk are not counted; the few calls through ctypes per page are.
"""

import ctypes
import json
import sys
import time

import pypdfium2
import pypdfium2.raw as pdfium


def read(data):
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return 0, 0
    pages, letters = pdfium.FPDF_GetPageCount(document), 0
    for index in range(pages):
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            continue
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        if 0 < count:
            units = (ctypes.c_ushort * (count + 1))()
            letters += pdfium.FPDFText_GetText(text, 0, count, units)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return pages, letters


def answer(line):
    times, path = line.rstrip("\n").split(" ", 1)
    with open(path, "rb") as file:
        data = file.read()
    least = None
    for _ in range(int(times)):
        began = time.process_time()
        pages, letters = read(data)
        took = time.process_time() - began
        least = took if least is None else min(least, took)
    return {"seconds": least, "pages": pages, "letters": letters}


def main():
    pdfium.FPDF_InitLibrary()
    print(json.dumps({"version": f"pdfium {pypdfium2.PDFIUM_INFO}"}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)


main()

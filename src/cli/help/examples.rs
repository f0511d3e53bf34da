//! Examples under the help of each command: place, Vietnamese, English.

use super::Entry;

pub const EXAMPLES: &[Entry] = &[
    (
        "",
        "  kehoach ingest ./van-ban --province \"Hưng Yên\"\n  kehoach search \"ke hoach papi\"\n  kehoach show 21/KH-UBND",
        "  kehoach ingest ./documents --province \"Hưng Yên\"\n  kehoach search \"ke hoach papi\"\n  kehoach show 21/KH-UBND",
    ),
    (
        "demo",
        "  kehoach demo\n  DEMO_ONCE=1 kehoach demo",
        "  kehoach demo\n  DEMO_ONCE=1 kehoach demo",
    ),
    (
        "ingest",
        "  kehoach ingest ke-hoach.pdf cong-van.docx\n  kehoach ingest ./tai-ve --province \"Hưng Yên\"\n  kehoach ingest ./tai-ve --json | jq .failures",
        "  kehoach ingest plan.pdf letter.docx\n  kehoach ingest ./downloads --province \"Hưng Yên\"\n  kehoach ingest ./downloads --json | jq .failures",
    ),
    (
        "crawl",
        "  kehoach crawl hungyen.toml\n  kehoach crawl cong/*.toml --data kho",
        "  kehoach crawl hungyen.toml\n  kehoach crawl portals/*.toml --data store",
    ),
    (
        "extract",
        "  kehoach extract ke-hoach.pdf | jq .identity\n  kehoach extract --explain ke-hoach.pdf\n  kehoach extract ./tai-ve > ban-ghi.jsonl",
        "  kehoach extract plan.pdf | jq .identity\n  kehoach extract --explain plan.pdf\n  kehoach extract ./downloads > records.jsonl",
    ),
    (
        "text",
        "  kehoach text ke-hoach.pdf\n  kehoach text ke-hoach.pdf --layout --page 2\n  kehoach text ban-quet.pdf --page 1 --png trang-1.png\n  kehoach text ho-so.zip!/ke-hoach.docx\n  kehoach text ke-hoach.pdf --json | jq '.layout[0].words[0]'",
        "  kehoach text plan.pdf\n  kehoach text plan.pdf --layout --page 2\n  kehoach text scan.pdf --page 1 --png page-1.png\n  kehoach text dossier.zip!/plan.docx\n  kehoach text plan.pdf --json | jq '.layout[0].words[0]'",
    ),
    (
        "search",
        "  kehoach search \"cải cách hành chính 2023\"\n  kehoach search ke hoach papi -sipas kieu:vanban --limit 3\n  kehoach search \"kế hoạch papi năm 2021 của sở nội vụ\"\n  kehoach search '(papi OR sipas) nam:2019..2023 coquan=\"Sở Nội vụ\"'\n  kehoach search 'chude:cchc tinh:\"Hưng Yên\" chuyen* -\"dự thảo\"'\n  kehoach search 'kieu:nhiemvu chutri:\"Sở Nội vụ\" han:<2021-06-30'\n  kehoach search 'trichdan:21/KH-UBND' ; kehoach search capduoi:21/KH-UBND\n  kehoach search --like 21/KH-UBND\n  kehoach search --suggest cai cach h\n  kehoach search 21/KH-UBND --json",
        "  kehoach search \"cải cách hành chính 2023\"\n  kehoach search ke hoach papi --limit 3\n  kehoach search '(papi OR sipas) year:2019..2023 issuer=\"Sở Nội vụ\"'\n  kehoach search --like 21/KH-UBND\n  kehoach search --suggest cai cach h\n  kehoach search 21/KH-UBND --json",
    ),
    (
        "show",
        "  kehoach show 21/KH-UBND\n  kehoach show ke-hoach.pdf --json",
        "  kehoach show 21/KH-UBND\n  kehoach show plan.pdf --json",
    ),
    (
        "tree",
        "  kehoach tree 21/KH-UBND",
        "  kehoach tree 21/KH-UBND",
    ),
    (
        "tasks",
        "  kehoach tasks --owner \"so noi vu\" --due-to 31/12/2021\n  kehoach tasks --plan 21/KH-UBND --xlsx nhiem-vu.xlsx",
        "  kehoach tasks --owner \"so noi vu\" --due-to 31/12/2021\n  kehoach tasks --plan 21/KH-UBND --xlsx tasks.xlsx",
    ),
    (
        "check",
        "  kehoach check du-thao.docx\n  kehoach check du-thao.docx --province \"Hưng Yên\"\n  kehoach check du-thao.docx --json | jq '.citations[] | select(.verdict != \"right\")'",
        "  kehoach check draft.docx\n  kehoach check draft.docx --province \"Hưng Yên\"\n  kehoach check draft.docx --json | jq '.citations[] | select(.verdict != \"right\")'",
    ),
    (
        "report",
        "  kehoach report wanted --limit 20\n  kehoach report coverage 21/KH-UBND\n  kehoach report gaps \"UBND tỉnh Hưng Yên\" 2021 --csv > khuyet.csv\n  kehoach report calendar \"Sở Nội vụ tỉnh Hưng Yên\" 2026 --ics lich.ics\n  kehoach report series 21/KH-UBND\n  kehoach report anomalies --json",
        "  kehoach report wanted --limit 20\n  kehoach report coverage 21/KH-UBND\n  kehoach report gaps \"UBND tỉnh Hưng Yên\" 2021 --csv > gaps.csv\n  kehoach report calendar \"Sở Nội vụ tỉnh Hưng Yên\" 2026 --ics calendar.ics\n  kehoach report series 21/KH-UBND\n  kehoach report anomalies --json",
    ),
    (
        "export",
        "  kehoach export > tat-ca.jsonl\n  kehoach export --format xlsx --output so.xlsx\n  kehoach export --format csv --output thu-muc",
        "  kehoach export > all.jsonl\n  kehoach export --format xlsx --output register.xlsx\n  kehoach export --format csv --output folder",
    ),
    (
        "serve",
        "  kehoach serve\n  kehoach serve --listen 0.0.0.0:80",
        "  kehoach serve\n  kehoach serve --listen 0.0.0.0:80",
    ),
    (
        "correct",
        "  kehoach correct ke-hoach.pdf --field identity.issued_on --value 02/02/2021 --reason \"theo bản ký\"\n  kehoach correct ke-hoach.pdf --citation 3 --target 21/KH-UBND\n  kehoach correct nham.pdf --apart\n  kehoach correct --undo 7\n  kehoach correct --gold > mau-chuan.jsonl",
        "  kehoach correct plan.pdf --field identity.issued_on --value 2021-02-02 --reason \"as signed\"\n  kehoach correct plan.pdf --citation 3 --target 21/KH-UBND\n  kehoach correct wrong.pdf --apart\n  kehoach correct --undo 7\n  kehoach correct --gold > gold.jsonl",
    ),
    (
        "follow",
        "  kehoach follow \"cải cách hành chính tinh:\\\"Hưng Yên\\\"\" --name cchc\n  kehoach follow nhiệm vụ chutri:\"Sở Nội vụ\"\n  kehoach follow\n  kehoach follow --seen\n  kehoach follow --stop cchc",
        "  kehoach follow \"cải cách hành chính tinh:\\\"Hưng Yên\\\"\" --name cchc\n  kehoach follow nhiệm vụ chutri:\"Sở Nội vụ\"\n  kehoach follow\n  kehoach follow --seen\n  kehoach follow --stop cchc",
    ),
    (
        "remove",
        "  kehoach remove nham.pdf --reason \"tải nhầm\"\n  kehoach remove --list\n  kehoach remove --undo nham.pdf",
        "  kehoach remove wrong.pdf --reason \"downloaded by mistake\"\n  kehoach remove --list\n  kehoach remove --undo wrong.pdf",
    ),
    (
        "status",
        "  kehoach status\n  kehoach status --unread\n  kehoach status --data kho --json",
        "  kehoach status\n  kehoach status --unread\n  kehoach status --data store --json",
    ),
    (
        "reprocess",
        "  kehoach reprocess --jobs 4",
        "  kehoach reprocess --jobs 4",
    ),
    ("reindex", "  kehoach reindex", "  kehoach reindex"),
    (
        "verify",
        "  kehoach verify\n  kehoach verify --json",
        "  kehoach verify\n  kehoach verify --json",
    ),
    (
        "backup",
        "  kehoach backup /mnt/sao-luu/kehoach-2026-01-31",
        "  kehoach backup /mnt/backup/kehoach-2026-01-31",
    ),
    (
        "schema",
        "  kehoach schema record > record.json\n  kehoach schema search",
        "  kehoach schema record > record.json\n  kehoach schema search",
    ),
    (
        "completions",
        "  kehoach completions bash > ~/.local/share/bash-completion/completions/kehoach\n  kehoach completions fish > ~/.config/fish/completions/kehoach.fish",
        "  kehoach completions bash > ~/.local/share/bash-completion/completions/kehoach\n  kehoach completions fish > ~/.config/fish/completions/kehoach.fish",
    ),
    (
        "man",
        "  kehoach man | man -l -\n  kehoach man ingest | man -l -",
        "  kehoach man | man -l -\n  kehoach man ingest | man -l -",
    ),
];

//! The help texts: place, Vietnamese, English.

use super::Entry;

pub const HEADINGS: &[Entry] = &[
    ("usage", "Cách dùng", "Usage"),
    ("commands", "Các lệnh", "Commands"),
    ("command", "lệnh", "command"),
    ("options", "Tùy chọn", "Options"),
    ("arguments", "Đối số", "Arguments"),
    ("examples", "Ví dụ", "Examples"),
];

/// What stands for a value.
pub const VALUES: &[Entry] = &[
    ("DIR", "THƯ_MỤC", "DIR"),
    ("FILE", "TỆP", "FILE"),
    ("PATH", "ĐƯỜNG_DẪN", "PATH"),
    ("N", "N", "N"),
    ("P", "TỈNH", "PROVINCE"),
    ("A", "CƠ_QUAN", "AGENCY"),
    ("vi|en", "vi|en", "vi|en"),
    (
        "auto|never|always",
        "auto|never|always",
        "auto|never|always",
    ),
    ("PROFILE", "HỒ_SƠ.toml", "PROFILE.toml"),
    ("QUERY", "CÂU_HỎI", "QUERY"),
    ("NUMBER|ID", "SỐ_HOẶC_MÃ", "NUMBER_OR_ID"),
    ("NAME", "TÊN", "NAME"),
    ("DATE", "NGÀY", "DATE"),
    ("REPORT", "BÁO_CÁO", "REPORT"),
    ("SUBJECT", "VỀ", "SUBJECT"),
    ("FIELD", "TRƯỜNG", "FIELD"),
    ("VALUE", "GIÁ_TRỊ", "VALUE"),
    ("FORMAT", "DẠNG", "FORMAT"),
    ("HOST:PORT", "MÁY:CỔNG", "HOST:PORT"),
    ("TEXT", "LỜI", "TEXT"),
    ("SHELL", "VỎ_LỆNH", "SHELL"),
    ("COMMAND", "LỆNH", "COMMAND"),
    ("ADDRESS", "ĐỊA_CHỈ", "ADDRESS"),
    ("NEXT", "TIẾP", "NEXT"),
];

pub const TEXTS: &[Entry] = &[
    (
        "",
        "Đọc, nối kết và tìm kiếm kế hoạch của cơ quan nhà nước Việt Nam: ai ban hành, căn cứ văn bản nào, ai phải làm gì, khi nào.",
        "Reads, links and searches the plans of Vietnamese state agencies: who issued what, on which basis, who must do what by when.",
    ),
    (
        "--data",
        "Thư mục dữ liệu [mặc định: ./kehoach-data]",
        "Data folder [default: ./kehoach-data]",
    ),
    ("--json", "In JSON cho máy đọc", "Print JSON for machines"),
    (
        "--lang",
        "Ngôn ngữ: vi hoặc en [mặc định: vi]",
        "Language: vi or en [default: vi]",
    ),
    (
        "--jobs",
        "Số luồng đọc tệp [mặc định: số lõi máy]",
        "Threads that read files [default: the cores of the machine]",
    ),
    (
        "--config",
        "Tệp cấu hình [mặc định: kehoach.toml trong thư mục dữ liệu]",
        "Configuration file [default: kehoach.toml in the data folder]",
    ),
    ("--help", "Xem trợ giúp", "Show help"),
    ("--version", "Xem phiên bản", "Show the version"),
    (
        "demo",
        "Chạy thử toàn bộ trên kho mẫu: thu thập, tìm kiếm, mở trang web",
        "Try everything on the sample corpus: crawl, search, open the web page",
    ),
    (
        "demo --corpus",
        "Kho mẫu [mặc định: corpus]",
        "The corpus [default: corpus]",
    ),
    (
        "demo --once",
        "Kết thúc sau khi in, không mở trang web (như DEMO_ONCE=1)",
        "End after printing, without the web page (like DEMO_ONCE=1)",
    ),
    (
        "ingest",
        "Nhận tệp và thư mục vào kho: đọc, trích xuất, nối kết, lập chỉ mục",
        "Take files and folders in: read, extract, link, index",
    ),
    (
        "ingest PATHS",
        "Tệp hoặc thư mục (lấy cả thư mục con)",
        "Files or folders (with their folders)",
    ),
    (
        "ingest --province",
        "Tỉnh nơi các tệp này được công bố; nói lại thì điều nói sau có hiệu lực",
        "Province where these files were published; said again, the later holds",
    ),
    (
        "ingest --agency",
        "Cơ quan đã công bố các tệp này",
        "Agency that published these files",
    ),
    (
        "ingest --ocr",
        "Nhận dạng chữ trong ảnh (tesseract): auto khi trang không có chữ đọc được, never, always [mặc định: auto]",
        "Read pictures of text (tesseract): auto where a page has no text that reads, never, always [default: auto]",
    ),
    (
        "crawl",
        "Thu thập văn bản từ cổng thông tin theo hồ sơ cổng",
        "Collect documents from portals by their profiles",
    ),
    (
        "crawl PROFILES",
        "Hồ sơ mô tả cổng",
        "Profiles that describe the portals",
    ),
    (
        "crawl --contact",
        "Địa chỉ liên hệ báo cho cổng, ví dụ mailto:vp@example.vn",
        "Contact told to the portals, such as mailto:office@example.vn",
    ),
    (
        "extract",
        "Trích xuất, mỗi tệp một dòng JSON, không lưu gì",
        "Extract, one line of JSON per file, nothing stored",
    ),
    (
        "extract PATHS",
        "Tệp hoặc thư mục (lấy cả thư mục con)",
        "Files or folders (with their folders)",
    ),
    (
        "extract --explain",
        "Nói rõ từng giá trị lấy ở đâu, theo quy tắc nào, và bỏ những gì (để đọc; thêm --json cho máy)",
        "Say where each value was found, by which rule, and what was refused (to read; --json for machines)",
    ),
    (
        "extract --province",
        "Tỉnh nơi các tệp này được công bố",
        "Province where these files were published",
    ),
    (
        "extract --agency",
        "Cơ quan đã công bố các tệp này",
        "Agency that published these files",
    ),
    (
        "extract --ocr",
        "Nhận dạng chữ trong ảnh (tesseract): auto khi trang không có chữ đọc được, never, always [mặc định: auto]",
        "Read pictures of text (tesseract): auto where a page has no text that reads, never, always [default: auto]",
    ),
    (
        "text",
        "In văn bản sạch của một tệp, đúng như chương trình thấy; vẽ cả lên ảnh trang",
        "Print the clean text of a file, as the program sees it; or draw it on the page",
    ),
    (
        "text FILE",
        "Một tệp; tệp nén thì in từng tệp bên trong, hoặc chỉ một: ho-so.zip!/ke-hoach.docx",
        "One file; of an archive every file in it, or only one: dossier.zip!/plan.docx",
    ),
    (
        "text --layout",
        "Giữ chữ đúng vị trí trên trang: cột nào ra cột ấy (PDF, ảnh)",
        "Keep the words where they stand on the page, column by column (PDF, pictures)",
    ),
    (
        "text --page",
        "Chỉ trang này, đếm từ 1",
        "Only this page, counted from 1",
    ),
    (
        "text --png",
        "Vẽ trang ra tệp PNG với những gì chương trình hiểu: từ, dòng, bảng, chữ ký số [mặc định: trang 1]",
        "Draw the page into a PNG file with what was understood: words, lines, tables, stamps [default: page 1]",
    ),
    (
        "text --ocr",
        "Nhận dạng chữ trong ảnh (tesseract): auto khi trang không có chữ đọc được, never, always [mặc định: auto]",
        "Read pictures of text (tesseract): auto where a page has no text that reads, never, always [default: auto]",
    ),
    (
        "search",
        "Tìm văn bản, có dấu hay không dấu đều được",
        "Find documents, with or without diacritics",
    ),
    (
        "search QUERY",
        "Từ khóa, số ký hiệu, \"đúng cụm từ\", -từ để loại trừ, đầu* từ. Bộ lọc: nam:2021..2023 ngay:2021-02 loai:KH coquan:\"Sở Nội vụ\" tinh:\"Hưng Yên\" so:21/KH-UBND trichdan:21/KH-UBND capduoi:21/KH-UBND; nhiệm vụ: kieu:nhiemvu chutri:\"Sở Nội vụ\" phoihop:\"Sở Tài chính\" han:<2021-06-30; chỉ văn bản: kieu:vanban",
        "Words, a number, \"a phrase\", -word to exclude, begin* of a word. Filters: nam:2021..2023 ngay:2021-02 loai:KH coquan:\"Sở Nội vụ\" tinh:\"Hưng Yên\" so:21/KH-UBND trichdan:21/KH-UBND capduoi:21/KH-UBND; tasks: kieu:nhiemvu chutri:\"Sở Nội vụ\" phoihop:\"Sở Tài chính\" han:<2021-06-30; documents only: kieu:vanban",
    ),
    (
        "search --like",
        "Thay cho từ tìm: các năm khác của kế hoạch này, và những văn bản giống nó",
        "In place of words: other years of this plan, and the documents like it",
    ),
    (
        "search --suggest",
        "Gợi ý cho những chữ đang gõ dở: số, tiêu đề, cơ quan, chủ đề",
        "What the half-typed words may become: numbers, titles, agencies, topics",
    ),
    (
        "search --limit",
        "Số kết quả in ra [mặc định: 10]",
        "Results to print [default: 10]",
    ),
    (
        "search --after",
        "Trang sau: giá trị «next» của lần tìm trước",
        "The next page: 'next' of the search before",
    ),
    (
        "show",
        "Xem một văn bản với mọi viện dẫn, nhiệm vụ và bằng chứng",
        "Show a document with its citations, tasks and evidence",
    ),
    (
        "show NAME",
        "Số ký hiệu, mã, tên tệp hoặc SHA-256",
        "Number, id, file name or SHA-256",
    ),
    (
        "tree",
        "Xem văn bản cấp trên và các kế hoạch triển khai bên dưới",
        "Show the directives above and the plans below",
    ),
    (
        "tree NAME",
        "Số ký hiệu, mã, tên tệp hoặc SHA-256",
        "Number, id, file name or SHA-256",
    ),
    (
        "tasks",
        "Sổ nhiệm vụ: ai chủ trì, ai phối hợp, hạn khi nào",
        "The task register: who leads, who supports, due when",
    ),
    (
        "tasks --owner",
        "Cơ quan chủ trì (một phần tên, không cần dấu)",
        "Lead agency (a part of its name, marks aside)",
    ),
    (
        "tasks --plan",
        "Chỉ của văn bản này",
        "Only of this document",
    ),
    (
        "tasks --due-from",
        "Hạn từ ngày (dd/mm/yyyy)",
        "Due from this day on (dd/mm/yyyy)",
    ),
    (
        "tasks --due-to",
        "Hạn đến hết ngày (dd/mm/yyyy)",
        "Due up to this day (dd/mm/yyyy)",
    ),
    (
        "tasks --limit",
        "Số nhiệm vụ in ra [mặc định: tất cả]",
        "Tasks to print [default: all]",
    ),
    (
        "tasks --csv",
        "In CSV mở được bằng Excel",
        "Print CSV that Excel opens",
    ),
    ("tasks --xlsx", "Ghi sổ Excel", "Write an Excel workbook"),
    (
        "check",
        "Kiểm tra từng viện dẫn của một dự thảo, kèm viện dẫn đúng để chép",
        "Check every citation of a draft, with the right one to copy",
    ),
    ("check DRAFT", "Tệp dự thảo", "The draft"),
    (
        "check --province",
        "Tỉnh nơi các tệp này được công bố",
        "Province where these files were published",
    ),
    (
        "check --agency",
        "Cơ quan đã công bố các tệp này",
        "Agency that published these files",
    ),
    (
        "report",
        "Báo cáo: coverage (ai đã, ai chưa triển khai), gaps (số văn bản khuyết), wanted (văn bản còn thiếu), calendar (lịch việc), diff, series (so các năm), matrix (việc theo cơ quan), anomalies (bất thường)",
        "Reports: coverage (who has answered a directive), gaps (missing numbers), wanted (missing documents), calendar, diff, series (year over year), matrix (tasks by agency), anomalies",
    ),
    (
        "report REPORT",
        "coverage, gaps, wanted, calendar, diff, series, matrix hoặc anomalies",
        "coverage, gaps, wanted, calendar, diff, series, matrix or anomalies",
    ),
    (
        "report SUBJECT",
        "coverage, series: số hoặc mã văn bản; diff: hai văn bản; matrix: văn bản, hoặc bỏ trống để đếm việc của mọi văn bản; gaps, calendar: tên cơ quan và năm",
        "coverage, series: a number or id; diff: two of them; matrix: one, or none to count the tasks of all; gaps, calendar: an agency's name and a year",
    ),
    (
        "report --limit",
        "Số dòng [mặc định: 50 cho wanted, tất cả cho báo cáo khác]",
        "Rows [default: 50 for wanted, all for the others]",
    ),
    (
        "report --csv",
        "In CSV mở được bằng Excel",
        "Print CSV that Excel opens",
    ),
    ("report --xlsx", "Ghi tệp Excel", "Write an Excel file"),
    (
        "report --ics",
        "Ghi lịch (chỉ với calendar) mở được bằng Outlook, Google Calendar, điện thoại",
        "Write a calendar file (calendar only) for Outlook, Google Calendar or a telephone",
    ),
    ("export", "Xuất toàn bộ dữ liệu", "Export everything"),
    (
        "export --format",
        "jsonl, csv hoặc xlsx [mặc định: jsonl]",
        "jsonl, csv or xlsx [default: jsonl]",
    ),
    (
        "export --output",
        "Nơi ghi: tệp (jsonl, xlsx) hoặc thư mục (csv)",
        "Where to: a file (jsonl, xlsx) or a folder (csv)",
    ),
    (
        "serve",
        "Mở trang web và HTTP API trên máy này",
        "Serve the web pages and the HTTP API",
    ),
    (
        "serve --listen",
        "Địa chỉ; cổng 0 là cổng trống bất kỳ [mặc định: 127.0.0.1:8080]",
        "Address; port 0 takes a free one [default: 127.0.0.1:8080]",
    ),
    (
        "serve --correctable",
        "Cho sửa giá trị, viện dẫn ngay trên trang web (ai mở được trang đều sửa được)",
        "Let people correct values and links on the pages (whoever can open them)",
    ),
    (
        "correct",
        "Sửa một giá trị, chọn hoặc bác một nối kết, tách hay gộp văn bản; giữ mãi, rút lại được",
        "Set a value, choose or reject a link, split or merge works; kept for good, undoable",
    ),
    (
        "correct NAME",
        "Tên tệp, mã SHA-256, hoặc số của văn bản chỉ có một bản thu",
        "A file, a SHA-256, or the number of a document with one capture",
    ),
    (
        "correct --field",
        "Giá trị của bản ghi, ví dụ identity.issued_on, tasks.3.deadline.due",
        "A value of the record, for instance identity.issued_on, tasks.3.deadline.due",
    ),
    (
        "correct --value",
        "Giá trị đúng; bỏ trống là không có",
        "The right value; left out: there is none",
    ),
    (
        "correct --citation",
        "Viện dẫn mang số này trong ngoặc vuông khi «kehoach show»",
        "Which citation of the record, from 0",
    ),
    (
        "correct --target",
        "Viện dẫn ấy là văn bản này",
        "That citation means this document",
    ),
    (
        "correct --not",
        "Viện dẫn ấy không phải văn bản này",
        "That citation does not mean this document",
    ),
    (
        "correct --nothing",
        "Viện dẫn ấy không phải văn bản nào đã biết",
        "That citation means no known document",
    ),
    (
        "correct --same-as",
        "Bản thu này là của văn bản ấy",
        "This capture carries that document",
    ),
    (
        "correct --apart",
        "Bản thu này là một văn bản riêng",
        "This capture is a document of its own",
    ),
    ("correct --reason", "Vì sao", "Why"),
    (
        "correct --author",
        "Ai sửa [mặc định: tên đăng nhập]",
        "Who says so [default: the login name]",
    ),
    (
        "correct --undo",
        "Rút đính chính mang số này",
        "Take the correction of this number back",
    ),
    (
        "correct --list",
        "Kể các đính chính đang có hiệu lực",
        "List the corrections in force",
    ),
    (
        "correct --gold",
        "In các đính chính thành mẫu chuẩn, mỗi dòng một JSON",
        "Print the corrections as gold cases, one JSON a line",
    ),
    (
        "follow",
        "Theo dõi một câu hỏi: mỗi lần nhận văn bản mới sẽ báo văn bản nào trả lời; không kèm câu hỏi thì in những gì mới",
        "Follow a question: whatever comes and answers it is told; without a question, print what is new",
    ),
    (
        "follow QUERY",
        "Câu hỏi, viết như khi tìm",
        "The question, as for search",
    ),
    (
        "follow --name",
        "Tên gọi của câu hỏi [mặc định: chính câu hỏi]",
        "What to call it [default: the question itself]",
    ),
    (
        "follow --seen",
        "In những gì mới rồi đánh dấu là đã xem",
        "Print what is new and mark it as seen",
    ),
    (
        "follow --list",
        "Kể các câu hỏi đang theo dõi",
        "List the questions that are followed",
    ),
    (
        "follow --stop",
        "Thôi theo dõi câu hỏi mang tên này",
        "Follow the question of this name no more",
    ),
    (
        "remove",
        "Rút bản thu sai ra khỏi kho (đưa lại được)",
        "Take a wrong capture out (and back in)",
    ),
    (
        "remove NAMES",
        "Tên tệp, SHA-256, số ký hiệu hoặc mã",
        "File name, SHA-256, number or id",
    ),
    ("remove --undo", "Đưa trở lại", "Put back in"),
    (
        "remove --reason",
        "Lý do, lưu cùng việc rút",
        "The reason, kept with the removal",
    ),
    (
        "remove --author",
        "Người rút [mặc định: tên đăng nhập]",
        "Who does it [default: the login name]",
    ),
    (
        "remove --list",
        "Liệt kê những gì đã rút",
        "List what was taken out",
    ),
    (
        "status",
        "Thư mục dữ liệu đang có gì",
        "What the data folder holds",
    ),
    (
        "status --unread",
        "Liệt kê những tệp không đọc được, kèm lý do",
        "List the files that could not be read, with why",
    ),
    (
        "reprocess",
        "Đọc lại mọi bản thu và nối kết lại",
        "Read every capture again and link again",
    ),
    (
        "reindex",
        "Lập lại chỉ mục tìm kiếm từ kho",
        "Rebuild the search index from the store",
    ),
    (
        "verify",
        "Kiểm tra toàn vẹn: bản thu, bảng dữ liệu, chỉ mục",
        "Check integrity: captures, tables, index",
    ),
    (
        "backup",
        "Sao thư mục dữ liệu an toàn, kể cả khi đang ghi; chỉ mục không được sao, bản sao cần «reindex» trước khi tìm",
        "Copy the data folder safely, even while it is written to; the index is left out, the copy needs 'reindex' before a search",
    ),
    (
        "backup TO",
        "Thư mục mới để ghi bản sao",
        "New folder for the copy",
    ),
    (
        "schema",
        "In JSON Schema của những gì --json in ra",
        "Print the JSON Schema of what --json prints",
    ),
    (
        "schema NAME",
        "record, ingest, crawl, search, follow, follow-list, follow-news, show, tree, tasks, text, check, report-coverage, report-gaps, report-wanted, report-calendar, report-diff, report-series, report-matrix, report-anomalies, export, correct, correct-list, correct-gold, remove, remove-list, status, reprocess, reindex, verify, backup, demo, work [mặc định: record]",
        "record, ingest, crawl, search, follow, follow-list, follow-news, show, tree, tasks, text, check, report-coverage, report-gaps, report-wanted, report-calendar, report-diff, report-series, report-matrix, report-anomalies, export, correct, correct-list, correct-gold, remove, remove-list, status, reprocess, reindex, verify, backup, demo, work [default: record]",
    ),
    (
        "completions",
        "In tệp gợi ý lệnh cho vỏ lệnh",
        "Print completions for a shell",
    ),
    (
        "completions SHELL",
        "bash, zsh, fish, elvish hoặc powershell",
        "bash, zsh, fish, elvish or powershell",
    ),
    ("man", "In trang hướng dẫn (man)", "Print the man page"),
    (
        "man COMMAND",
        "Lệnh cần xem [mặc định: cả chương trình]",
        "The command [default: the program]",
    ),
];

//! Every word the program says of its own, Vietnamese and English side by side.
//!
//! Data, not code: a sentence that is missing in one language does not compile, and one whose
//! `{names}` differ between the two fails the test below. A sentence about trouble says what
//! happened and what to do.

use std::fmt::Display;

use kehoach::config::Lang;

/// One sentence or word in both languages; `{name}` is filled in.
#[derive(Debug)]
pub struct Said {
    vi: &'static str,
    en: &'static str,
}

impl Said {
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// The sentence with its names filled in. What is filled in is not looked at again: a file may
    /// be called `{reason}`.
    pub fn fill(&self, lang: Lang, values: &[(&str, &dyn Display)]) -> String {
        let mut filled = String::new();
        let mut rest = self.text(lang);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            filled.push_str(before);
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => filled.push_str(&value.to_string()),
                None => filled.push('…'),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

macro_rules! said {
    ($($name:ident: $vi:literal, $en:literal;)*) => {
        $(pub const $name: Said = Said { vi: $vi, en: $en };)*

        #[cfg(test)]
        const ALL: &[(&str, Said)] = &[$((stringify!($name), $name)),*];
    };
}

said! {
    // The page as it was read.
    NO_SUCH_PAGE: "{file}: không có trang {page}, tệp có {pages} trang", "{file}: there is no page {page}, the file has {pages}";
    NO_LAYOUT: "{file}: loại tệp này không chia trang nên in chữ theo thứ tự đọc; muốn giữ vị trí, hãy lưu tệp thành PDF", "{file}: this kind of file has no pages, so its text is printed in reading order; to keep positions, save it as PDF";
    NO_PAGE_PICTURE: "{file}: chỉ PDF và ảnh mới có trang để vẽ; hãy lưu tệp thành PDF rồi chạy lại, hoặc bỏ --png để xem chữ", "{file}: only PDF and pictures have pages to draw; save the file as PDF and try again, or leave out --png to see its text";
    PAGE_NOT_DRAWN: "{file}: không vẽ được trang {page} vì trang bị hỏng hoặc quá lớn; bỏ --png để xem chữ", "{file}: page {page} is damaged or too large to draw; leave out --png to see its text";
    PAGE_DRAWN: "đã vẽ trang {page} vào {path}", "drew page {page} into {path}";
    // The words of the register.
    NUMBERED: "{type} số {number}", "{type} No. {number}";
    UNNUMBERED: "{type} không số", "{type} without a number";
    NUMBER: "Số, ký hiệu", "Number";
    TYPE: "Loại", "Type";
    YEAR: "Năm", "Year";
    TITLE: "Trích yếu", "Title";
    ISSUER: "Cơ quan ban hành", "Issuer";
    ISSUED_ON: "Ngày ban hành", "Issued on";
    PROVINCE: "Tỉnh", "Province";
    ID: "Mã", "Id";
    DOCUMENT_ID: "Mã văn bản", "Document id";
    FILE: "Tệp", "File";
    QUOTE: "Nguyên văn", "Quote";
    WRITTEN_DATE: "Ngày ghi", "Written date";
    RELATION: "Quan hệ", "Relation";
    VERDICT: "Kết luận", "Verdict";
    TARGET: "Văn bản đích", "Target";
    IN_DOCUMENT: "Trong văn bản", "In document";
    DOCUMENT: "Văn bản", "Document";
    DOCUMENTS: "Văn bản", "Documents";
    MANIFESTATION: "Bản thể hiện", "Manifestation";
    STUB: "văn bản chưa có", "not held yet";
    UNKNOWN: "chưa rõ", "unknown";
    PARENTS: "Thực hiện văn bản", "Implements";
    GRANDPARENTS: "Văn bản chỉ đạo khác", "Directives further up";
    CHILDREN: "Văn bản triển khai", "Implemented by";
    CITED_BY: "Được viện dẫn trong", "Cited by";
    CITATIONS: "Viện dẫn", "Citations";
    UNPLACED: "Viện dẫn chưa xếp được vào văn bản nào", "Citations that belong to no document yet";
    STANDS_IN: "trong {file}", "in {file}";
    EVIDENCE: "bằng chứng", "evidence";
    CANDIDATE: "có thể là", "candidate";
    BECAUSE: "lý do", "reason";
    SUGGESTION: "gợi ý", "suggestion";
    ANOMALIES: "Bất thường", "Anomalies";
    TASK: "Nhiệm vụ", "Task";
    TASKS: "Nhiệm vụ", "Tasks";
    OWNER: "Chủ trì", "Lead";
    COORDINATOR: "Phối hợp", "Support";
    DEADLINE: "Thời hạn", "Deadline";
    DEADLINES: "Thời hạn", "Deadlines";
    DUE: "Hạn", "Due";
    RECURRENCE: "Lặp lại", "Recurrence";
    PRODUCT: "Sản phẩm", "Product";
    IDENTITY: "Thể thức", "Identity";
    SECTIONS: "Các mục", "Sections";
    ROLE: "Vai trò", "Role";
    SYMBOL: "Ký hiệu", "Symbol";
    PLACE: "Địa danh", "Place";
    PARENT_AGENCY: "Cơ quan chủ quản", "Parent agency";
    SIGNER: "Người ký", "Signer";
    CARRIER: "Ban hành kèm theo", "Carried by";
    TAKEN_BY: "vì: ", "because: ";
    REFUSED: "bỏ", "refused";
    NOT_TAKEN: "Đã xem mà không lấy", "Looked at and refused";
    LEFT_BLANK: "(để trống)", "(left blank)";
    NOBODY: "(không nêu)", "(nobody named)";
    AT_LINE: "dòng {line}", "line {line}";
    AT_PAGE: "trang {page}", "page {page}";
    AT_BYTES: "byte {start}–{end}", "bytes {start}–{end}";
    SECONDS: "Số giây", "Seconds";
    CAPTURES: "Bản thu", "Captures";
    DATA_FOLDER: "Thư mục dữ liệu", "Data folder";
    LATEST: "Việc gần nhất", "Latest";

    // What a file is, and where its words come from.
    ROLE_SIGNED_PDF: "PDF ký số", "signed PDF";
    ROLE_PDF: "PDF", "PDF";
    ROLE_SCAN: "bản quét", "scan";
    ROLE_WORD: "Word", "Word";
    ROLE_TEXT: "văn bản thuần", "plain text";
    ROLE_PAGE: "trang cổng thông tin", "portal page";
    ROLE_NEWS: "tin bài", "news item";
    ROLE_DRAFT: "dự thảo", "draft";
    ROLE_OTHER: "khác", "other";
    BY_OCR: "chữ nhận dạng từ ảnh (OCR), hãy đối chiếu với bản gốc", "words recognised from pictures (OCR), check against the original";
    BY_REPAIR: "chữ đã được sửa bảng mã hỏng", "words repaired from a broken encoding";
    BY_CHARSET: "chữ đổi từ bảng mã cũ (TCVN3, VNI)", "words converted from an old charset (TCVN3, VNI)";
    POSTED_ON: "Ngày đăng", "Posted on";
    NOT_ISSUE_DATE: "{date} (không phải ngày ban hành)", "{date} (not the day of issue)";
    WEEKLY: "hằng tuần", "weekly";
    MONTHLY: "hằng tháng", "monthly";
    QUARTERLY: "hằng quý", "quarterly";
    HALF_YEARLY: "sáu tháng một lần", "half-yearly";
    YEARLY: "hằng năm", "yearly";
    WRITTEN_DEADLINE: "Thời hạn ghi trong văn bản", "Deadline as written";
    KIND: "Kiểu", "Kind";
    KIND_WORK: "văn bản", "documents";
    KIND_TASK: "nhiệm vụ", "tasks";
    TOPIC: "Chủ đề", "Topic";
    KIND_HINT: " — chỉ xem văn bản: thêm kieu:vanban", " — documents only: add kieu:vanban";

    // Where a value was read.
    FROM_LETTERHEAD: "phần đầu văn bản", "letterhead";
    FROM_STAMP: "dấu ký số", "signature stamp";
    FROM_TITLE: "tên loại và trích yếu", "type and subject";
    FROM_LEAD: "câu mở đầu", "opening sentence";
    FROM_SOURCE_LINE: "dòng nguồn", "source line";
    STANDING: "Hiệu lực", "Standing";
    FROM_LABEL: "nhãn trên trang", "label on the page";
    FROM_HEADLINE: "tiêu đề trang", "headline of the page";
    FROM_FILE_NAME: "tên tệp", "file name";
    FROM_CONTEXT: "nơi lấy tệp", "where the file came from";
    FROM_SIGNATURE: "phần ký", "signature";
    PAGE: "trang {page}", "page {page}";
    IN_TABLE: "trong bảng", "in a table";

    // Stages, as the journal names them.
    DONE_STORE: "ghi bản thu", "captures stored";
    DONE_LINK: "nối kết", "groups linked";
    DONE_INDEX: "lập chỉ mục", "documents indexed";
    DONE_REMOVE: "rút bản thu", "capture taken out";
    DONE_RESTORE: "đưa bản thu trở lại", "capture put back";

    // What a section is for.
    SECTION_PURPOSE: "mục đích, yêu cầu", "purpose";
    SECTION_OBJECTIVE: "mục tiêu", "objectives";
    SECTION_KPI: "chỉ tiêu", "indicators";
    SECTION_SCOPE: "phạm vi, đối tượng", "scope";
    SECTION_SITUATION: "tình hình", "situation";
    SECTION_DEFINITION: "giải thích từ ngữ", "definitions";
    SECTION_PROHIBITION: "điều cấm", "prohibitions";
    SECTION_BASIS: "căn cứ", "basis";
    SECTION_TASKS: "nhiệm vụ, giải pháp", "tasks";
    SECTION_IMPLEMENTATION: "tổ chức thực hiện", "implementation";
    SECTION_BUDGET: "kinh phí", "budget";
    SECTION_REPORT: "chế độ báo cáo", "reporting";
    SECTION_ANNEX: "phụ lục", "annex";
    SECTION_EFFECT: "hiệu lực thi hành", "effect";

    // Relations and verdicts.
    LEGAL_BASIS: "căn cứ", "legal basis";
    IMPLEMENTS: "thực hiện", "implements";
    AMENDS: "sửa đổi, bổ sung", "amends";
    REPLACES: "thay thế", "replaces";
    REPEALS: "bãi bỏ", "repeals";
    ISSUED_BY: "ban hành kèm theo", "issued by";
    PROPOSED_BY: "theo đề nghị", "proposed by";
    MENTION: "nhắc đến", "mention";
    ITSELF: "tự nhắc mình", "itself";
    LINKED: "đã nối", "linked";
    AMBIGUOUS: "nhiều khả năng", "ambiguous";
    UNMATCHED: "văn bản chưa có", "not held yet";
    WITHHELD: "chưa kết luận", "withheld";
    UNSETTLED: "chưa xét", "not settled yet";

    // What was done.
    INGESTED: "Đã nhận {files} tệp: {new} mới, {unchanged} không đổi.",
        "Took in {files} files: {new} new, {unchanged} unchanged.";
    INGESTED_KNOWN: "{count} tệp khác có nội dung đã nằm trong kho, nay thêm tên hoặc nguồn gốc.",
        "{count} more files hold what was here already and add a name or an origin to it.";
    CORRECTED: "{count} tệp trước đây ghi nguồn gốc khác (tỉnh, cơ quan); nay theo điều vừa nói.",
        "{count} files were said to come from elsewhere (province, agency) before; what was said now holds.";
    NOT_HAD: "{count} tệp không lấy được.", "{count} files could not be had.";
    STILL_UNREAD: "{count} tệp vẫn không đọc được; xem lý do: kehoach status --unread",
        "{count} files still cannot be read; to see why: kehoach status --unread";
    STILL_REMOVED: "{count} tệp đã được rút khỏi kho từ trước nên vẫn ẩn; đưa lại: kehoach remove --undo TÊN_TỆP (danh sách: kehoach remove --list)",
        "{count} files were taken out before and stay out; to put back: kehoach remove --undo FILE (list: kehoach remove --list)";
    RESUMED: "Đã làm nốt phần nối kết và lập chỉ mục mà lần chạy trước để dở.",
        "Finished the linking and indexing that an earlier run left open.";
    INGESTED_HOLDS: "Các tệp mới có {works} văn bản, {citations} viện dẫn, {tasks} nhiệm vụ.",
        "The new files hold {works} documents, {citations} citations, {tasks} tasks.";
    ALL_UNCHANGED: "Không có gì mới: cả {files} tệp đã có trong kho, không thay đổi gì.",
        "Nothing new: all {files} files are here already, nothing was changed.";
    NO_FILES: "Không thấy tệp nào ở các đường dẫn đã cho.", "No files found at the given paths.";
    FAILURES: "Không lấy hoặc không đọc được ({count})", "Could not be had or read ({count})";
    ALL_READ: "Tệp nào trong kho cũng đọc được.", "Every file that is here could be read.";
    UNREAD_HELD: "{count} bản thu không đọc được; xem lý do: kehoach status --unread",
        "{count} captures could not be read; to see why: kehoach status --unread";
    MORE_FAILURES: "  … và {count} tệp nữa, xem đủ bằng --json.", "  … and {count} more; --json lists them all.";
    ONE_FAILURE: "{file}: {reason}", "{file}: {reason}";
    MANY_FAILURES: "{count} tệp có lỗi; hãy xem danh sách ở kết quả.",
        "{count} files failed; see the list in the result.";
    BEGUN_AGAIN: "một tệp đang đọc làm chương trình dừng đột ngột; đang chạy lại và sẽ đọc riêng tệp đó.",
        "a file being read made the program stop; it is running again and will read that file apart.";
    STOPPING: "đang dừng (bấm Ctrl-C lần nữa để dừng ngay)…",
        "stopping (press Ctrl-C again to stop at once)…";
    INTERRUPTED: "đã dừng theo yêu cầu, phần đã ghi nhận vẫn còn; chạy lại đúng lệnh này để làm nốt.",
        "stopped as asked, what was acknowledged is kept; run the same command again to do the rest.";
    DEMO_INTERRUPTED: "đã dừng theo yêu cầu; bản chạy thử không để lại gì.", "stopped as asked; the demo leaves nothing behind.";
    INTERRUPTED_EXTRACT: "đã dừng theo yêu cầu sau {files} tệp; chạy lại để đọc đủ.",
        "stopped as asked after {files} files; run again to read them all.";
    VERIFY_INTERRUPTED: "đã dừng theo yêu cầu, chưa kiểm tra hết; chạy lại để kiểm tra đủ.",
        "stopped as asked before everything was checked; run again to check it all.";
    FETCHED: "Đã hỏi {requests} lượt: {pages} trang, {attachments} tệp đính kèm, {unchanged} không đổi, {waiting} địa chỉ chờ lần sau.",
        "Asked {requests} times: {pages} pages, {attachments} attachments, {unchanged} unchanged, {waiting} addresses wait for a later run.";
    NOTHING_NEW: "Không có gì mới từ lần trước.", "Nothing new since the last time.";
    ALARM: "chú ý: {alarm}.", "note: {alarm}.";
    REPROCESSED: "Đã đọc lại {files} bản thu: {works} văn bản, {citations} viện dẫn, {tasks} nhiệm vụ.",
        "Read {files} captures again: {works} documents, {citations} citations, {tasks} tasks.";
    REINDEXED: "Đã lập lại chỉ mục của {works} văn bản.", "Rebuilt the index of {works} documents.";
    SOUND: "Đã kiểm tra {captures} bản thu: không có lỗi.", "Checked {captures} captures: no faults.";
    IN_FILE: "tệp {file}: {message}", "file {file}: {message}";
    UNSOUND: "Đã kiểm tra {captures} bản thu: {faults} lỗi; hãy chạy «kehoach reprocess» rồi kiểm tra lại, bản thu hỏng cần nạp lại từ bản sao.",
        "Checked {captures} captures: {faults} faults; run 'kehoach reprocess' and verify again, damaged captures must come back from a copy.";
    BACKED_UP: "Đã sao {captures} bản thu ({size}) vào {path}.", "Copied {captures} captures ({size}) to {path}.";
    BACKUP_UNINDEXED: "Bản sao không kèm chỉ mục; muốn tìm trên bản sao, trước hết hãy chạy: kehoach reindex --data {path}",
        "The copy has no index; before searching it, run: kehoach reindex --data {path}";
    FOLLOWING: "Đang theo dõi «{name}»: văn bản nào đến sau mà trả lời câu hỏi này sẽ được báo; xem: kehoach follow",
        "Following '{name}': works that come from now on and answer it are told; to see them: kehoach follow";
    ALREADY_FOLLOWED: "«{name}» đã được theo dõi từ trước, không thay đổi gì.", "'{name}' is followed already, nothing was changed.";
    FOLLOW_NAME_TAKEN: "«{name}» đang là tên của một câu hỏi khác; hãy chọn tên khác bằng --name, hoặc bỏ câu kia: kehoach follow --stop \"{name}\"",
        "'{name}' is the name of another question; choose another with --name, or stop that one: kehoach follow --stop \"{name}\"";
    FOLLOWED_NO_MORE: "Đã thôi theo dõi «{name}».", "'{name}' is followed no more.";
    NOT_FOLLOWED: "không theo dõi câu hỏi nào tên «{name}»; xem danh sách: kehoach follow --list",
        "no question named '{name}' is followed; to see them: kehoach follow --list";
    NOTHING_FOLLOWED: "Chưa theo dõi câu hỏi nào; ví dụ: kehoach follow \"cải cách hành chính\" --name cchc",
        "No question is followed; for example: kehoach follow \"cải cách hành chính\" --name cchc";
    NO_NEWS: "Các câu hỏi đang theo dõi chưa có văn bản mới.", "Nothing new for the questions that are followed.";
    FOLLOWED_SINCE: "theo dõi từ {since}: {works} văn bản, {unseen} chưa xem", "followed since {since}: {works} documents, {unseen} not seen";
    FOLLOWED_NEWS: "{count} câu hỏi đang theo dõi có văn bản mới: {names}; xem: kehoach follow", "{count} followed questions have new documents: {names}; to see them: kehoach follow";
    REMOVED: "Đã rút {count} bản thu; bản gốc vẫn được giữ.", "Took {count} captures out; the originals are kept.";
    ALREADY_REMOVED: "Các bản thu này đã được rút từ trước.", "These captures were out already.";
    RESTORED: "Đã đưa {count} bản thu trở lại.", "Put {count} captures back in.";
    NOT_REMOVED: "Các bản thu này đang có trong kho, không phải đưa lại.", "These captures are in; nothing to put back.";
    HOW_TO_UNDO: "Đưa lại: kehoach remove --undo {names}", "To put back: kehoach remove --undo {names}";
    NO_REMOVALS: "Chưa có bản thu nào bị rút.", "Nothing was taken out.";
    WRITTEN: "Đã ghi {count} dòng vào {path}.", "Wrote {count} rows to {path}.";
    EXPORTED: "đã ghi ra {path}.", "written to {path}.";
    SERVING: "Đang phục vụ tại http://{address}/ (bấm Ctrl-C để dừng)", "Serving at http://{address}/ (press Ctrl-C to stop)";

    // What was found.
    FOUND: "{total} kết quả cho «{query}», đang xem {shown}", "{total} results for '{query}', showing {shown}";
    FOUND_AND_LIKE: "{total} kết quả cho «{query}», và {more} kết quả gần giống", "{total} results for '{query}', and {more} that come near";
    UNKNOWN_WORDS: "không văn bản nào có: {words}", "no document has: {words}";
    TAKEN_AS_WORDS: "«{word}» được tìm như từ thường vì không có bộ lọc «{name}:»; các bộ lọc: nam ngay loai coquan tinh so trichdan capduoi kieu chutri phoihop han chude cap.",
        "'{word}' is looked for as words, there is no filter '{name}:'; the filters: nam ngay loai coquan tinh so trichdan capduoi kieu chutri phoihop han chude cap.";
    UNDERSTOOD: "hiểu «{filter}» từ câu; để bỏ: {without}", "took '{filter}' from the sentence; without it: {without}";
    SET_ASIDE: "không văn bản nào hợp với {filters} như câu nói; đã tìm bằng các từ.",
        "no document fits {filters} as the sentence says; searched for its words.";
    WITH_SUCCESSION: "«{value}» gồm cả {also}; gõ {field}= thay {field}: nếu chỉ cần đúng tên này.",
        "'{value}' includes {also}; type {field}= for {field}: to have this name only.";
    LINE_MEANT: "có phải: {line}", "did you mean: {line}";
    WITH_MARKS: "có dấu: {line}", "with marks: {line}";
    OTHER_YEARS: "Cùng kế hoạch {name}, các năm khác", "The same plan as {name}, other years";
    ALIKE: "Giống {name}", "Like {name}";
    ALSO_WRITTEN: "tìm cả «{also}» cho «{word}»", "looked for '{also}' as well as '{word}'";
    NO_SUCH_TYPE: "không có loại văn bản «{value}»; ví dụ: loai:KH, loai:QĐ, loai:\"Kế hoạch\".",
        "there is no document type '{value}'; such as: loai:KH, loai:QĐ, loai:\"Kế hoạch\".";
    NO_SUCH_PROVINCE: "không có tỉnh «{value}»; ví dụ: tinh:\"Hưng Yên\".",
        "there is no province '{value}'; such as: tinh:\"Hưng Yên\".";
    NOTHING_FOUND: "Không tìm thấy gì cho «{query}»; hãy thử ít từ hơn, có dấu hay không đều được.",
        "Nothing found for '{query}'; try fewer words, with or without marks.";
    NOT_ALL_WORDS: "Không văn bản nào có đủ các từ này; đây là những văn bản có nhiều từ nhất.",
        "No document has all of these words; these have most of them.";
    NEXT_PAGE: "Trang sau: thêm --after {next}", "Next page: add --after {next}";
    TASK_OF: "Nhiệm vụ trong {name}", "Task in {name}";
    ON_PAGE: " (trang {page})", " (page {page})";
    NO_SUCH_WORK: "Không có văn bản nào là «{name}»; hãy tìm bằng «kehoach search».",
        "There is no document '{name}'; look for it with 'kehoach search'.";
    SEVERAL_WORKS: "Có {count} văn bản cùng số, ký hiệu này.", "{count} documents bear this number.";
    MORE: "  … và {count} văn bản nữa, xem đủ bằng --json.", "  … and {count} more; --json lists them all.";
    DAYS_REVERSED: "hạn từ ngày {from} lại sau đến ngày {to}; hãy đổi chỗ hai ngày.",
        "due from {from} is after due to {to}; swap the two days.";
    NO_TASKS: "Không có nhiệm vụ nào như vậy.", "There are no such tasks.";
    TASKS_SHOWN: "{shown} trong {total} nhiệm vụ.", "{shown} of {total} tasks.";
    NO_ROWS: "Không có dòng nào.", "There are no rows.";
    SEVERAL_SUBJECTS: "«{name}» là số của nhiều văn bản; hãy dùng mã của một trong các văn bản sau:",
        "'{name}' is the number of several documents; use the id of one of these:";
    NO_SUCH_AGENCY: "Không rõ «{name}» là cơ quan nào; hãy ghi đủ tên, ví dụ «Sở Nội vụ tỉnh Hưng Yên».",
        "'{name}' names no known agency; write it in full, for instance 'Sở Nội vụ tỉnh Hưng Yên'.";
    SUBJECT_MISSING: "Báo cáo {report} cần thêm: {what}; ví dụ: {example}", "Report {report} needs {what}; for instance: {example}";
    ICS_ONLY_CALENDAR: "--ics chỉ dùng với report calendar", "--ics goes with report calendar only";
    NOTHING_TO_CORRECT: "chưa cho biết sửa gì: --field và --value, --citation với --target, --not hoặc --nothing, --same-as, hay --apart; xem: kehoach correct --help",
        "nothing to correct was named: --field and --value, --citation with --target, --not or --nothing, --same-as, or --apart; see: kehoach correct --help";
    NO_SUCH_CORRECTION: "Không có đính chính số {seq} đang có hiệu lực.", "There is no correction {seq} in force.";
    SEVERAL_WORKS_CORRECT: "«{name}» là số của nhiều văn bản; hãy dùng mã (kehoach show «số» cho biết mã).", "'{name}' is the number of several documents; use an id ('kehoach show NUMBER' tells it).";
    NO_SUCH_CITATION: "Văn bản không có viện dẫn số {name}; «kehoach extract» cho biết số của từng viện dẫn.", "The document has no citation {name}; 'kehoach extract' tells their numbers.";
    NO_SUCH_VALUE: "Bản ghi không có giá trị «{name}», hoặc giá trị mới không hợp kiểu của nó.", "The record has no value '{name}', or the new one does not fit it.";
    SEVERAL_CAPTURES: "«{name}» có nhiều bản thu; hãy dùng tên tệp hoặc mã SHA-256 của một bản:", "'{name}' has several captures; name one by its file or SHA-256:";
    CORRECTION_KEPT: "Đã ghi đính chính {seq}: {what}. Rút lại: kehoach correct --undo {seq}", "Correction {seq} is kept: {what}. Undo it with: kehoach correct --undo {seq}";
    SAID_MEANS: "viện dẫn «{quote}» là {work}", "citation «{quote}» means {work}";
    SAID_NOT: "viện dẫn «{quote}» không phải {work}", "citation «{quote}» does not mean {work}";
    SAID_NOTHING: "viện dẫn «{quote}» không phải văn bản nào đã biết", "citation «{quote}» means nothing known";
    SAID_IS: "bản thu này là của {work}", "this capture is of {work}";
    SAID_APART: "bản thu này là một văn bản riêng", "this capture is a work of its own";
    SAID_VALUE: "{field} là «{value}»", "{field} is «{value}»";
    SAID_NONE: "{field} không có", "{field} has none";
    SOMEBODY: "không ghi tên", "unnamed";
    CORRECTION_UNDONE: "Đã rút đính chính {seq}.", "Correction {seq} is taken back.";
    CORRECTION_WITHOUT_PLACE: "không áp dụng: chỗ được đính chính không còn trong tệp như chương trình đọc bây giờ; rút lại: kehoach correct --undo {seq}", "not applied: what it corrects is not in the file as it is read now; take it back with: kehoach correct --undo {seq}";
    NO_CORRECTIONS: "Chưa có đính chính nào.", "There are no corrections.";
    NOTHING_WANTED: "Không thiếu văn bản nào được viện dẫn.", "No cited document is missing.";
    NO_CITATIONS_TO_CHECK: "{file} không viện dẫn văn bản nào.", "{file} cites no document.";
    CORRECT_CITATION: "viện dẫn đúng", "correct citation";
    MAY_BE: "có thể là", "may be";
    CITE_INSTEAD: "văn bản thay thế", "replaced by";
    FINDING_RIGHT: "đúng", "right";
    FINDING_WRONG_DATE: "sai ngày", "wrong date";
    FINDING_WRONG_TYPE: "sai loại văn bản", "wrong type";
    FINDING_WRONG_SYMBOL: "sai ký hiệu", "wrong symbol";
    FINDING_REPLACED: "đã bị thay thế", "replaced";
    FINDING_REPEALED: "đã bị bãi bỏ", "repealed";
    FINDING_UNKNOWN: "chưa có văn bản để đối chiếu", "unknown";
    FINDING_AMBIGUOUS: "có thể là nhiều văn bản", "ambiguous";
    NO_ANOMALIES: "Không có bất thường nào.", "There are no anomalies.";
    CAPTURES_HELD: "{captures} ({size}), {removed} đã rút", "{captures} ({size}), {removed} taken out";
    WORKS_HELD: "{works}, và {stubs} được viện dẫn mà chưa có", "{works}, and {stubs} cited and not held yet";
    CITATIONS_HELD: "{citations}: {linked} đã nối, {ambiguous} nhiều khả năng, {unmatched} văn bản chưa có, {withheld} chưa kết luận",
        "{citations}: {linked} linked, {ambiguous} ambiguous, {unmatched} not held yet, {withheld} withheld";
    PENDING_GROUPS: "{count} nhóm số hiệu chờ nối kết; lệnh ghi tiếp theo sẽ làm nốt.",
        "{count} groups wait to be linked; the next writing command does it.";
    UNINDEXED: "Chỉ mục còn thiếu {count} thay đổi; lệnh ghi tiếp theo hoặc «kehoach reindex» sẽ làm nốt.",
        "The index lacks {count} changes; the next writing command or 'kehoach reindex' does it.";
    OUTDATED: "{count} bản thu do phiên bản khác đọc; hãy chạy «kehoach reprocess».",
        "{count} captures were read by another version; run 'kehoach reprocess'.";

    // Stages, as progress names them.
    STAGE_FETCHING: "thu thập", "fetching";
    STAGE_READING: "đọc", "reading";
    STAGE_STORING: "ghi", "storing";
    STAGE_LINKING: "nối kết", "linking";
    STAGE_INDEXING: "lập chỉ mục", "indexing";
    STAGE_GATHERING: "gom chỉ mục", "gathering";
    STAGE_CHECKING: "kiểm tra", "checking";

    // Trouble with the data folder.
    NO_DATA: "chưa có dữ liệu ở {path}: hãy chạy «kehoach ingest ĐƯỜNG_DẪN» trước, hoặc chỉ đúng thư mục bằng --data.",
        "there is no data in {path}: run 'kehoach ingest PATH' first, or name the right folder with --data.";
    LOCKED_BY: "tiến trình {pid} đang ghi vào {path}; hãy đợi nó xong rồi chạy lại.",
        "process {pid} is writing to {path}; wait until it is done and run again.";
    LOCKED: "một tiến trình khác đang ghi vào {path}; hãy đợi nó xong rồi chạy lại.",
        "another process is writing to {path}; wait until it is done and run again.";
    DISK_FULL: "ổ đĩa chứa {path} đã đầy; hãy giải phóng chỗ trống rồi chạy lại, phần đã ghi nhận vẫn còn nguyên.",
        "the disk that holds {path} is full; free some space and run again, what was acknowledged is kept.";
    DAMAGED: "dữ liệu ở {path} bị hỏng ({what}); hãy chạy «kehoach verify» để biết phạm vi.",
        "the data in {path} is damaged ({what}); run 'kehoach verify' to see how far.";
    NEWER_SCHEMA: "dữ liệu ở {path} thuộc phiên bản {found}, chương trình này chỉ biết đến {known}; hãy dùng bản kehoach mới hơn.",
        "the data in {path} is of version {found}, this program knows up to {known}; use a newer kehoach.";
    OLDER_SCHEMA: "dữ liệu ở {path} thuộc phiên bản {found}, cũ hơn {known}; hãy chạy «kehoach reindex» để nâng cấp.",
        "the data in {path} is of version {found}, older than {known}; run 'kehoach reindex' to bring it up to date.";
    READ_ONLY: "kho đang mở chỉ để đọc; hãy báo lỗi này cho nhóm phát triển.", "the store is open for reading only; please report this.";
    MAY_NOT_WRITE: "tài khoản này không có quyền ghi vào {path}; hãy xin quyền ghi rồi chạy lại.",
        "this account may not write to {path}; ask for write permission and run again.";
    MAY_NOT_READ: "tài khoản này không có quyền đọc {path}, hoặc kho đang được ghi dở; hãy xin quyền đọc hoặc đợi lệnh ghi xong.",
        "this account may not read {path}, or it is being written to; ask for permission or wait until the writing is done.";
    STORE_TAKEN: "{path} đã có một kho; hãy sao vào một thư mục mới.", "there is a store in {path} already; copy into a new folder.";
    BUSY: "cơ sở dữ liệu ở {path} đang bận; hãy chạy lại sau ít phút.", "the database in {path} is busy; run again in a few minutes.";
    LEASE_LOST: "tiến trình khác đã nhận máy chủ này; hãy chạy lại.", "another process took over this host; run again.";
    IO_TROUBLE: "không dùng được {path}: {reason}; hãy kiểm tra đường dẫn và quyền rồi chạy lại.",
        "cannot use {path}: {reason}; check the path and the permissions and run again.";
    ENGINE_TROUBLE: "cơ sở dữ liệu ở {path} báo: {message}; hãy chạy «kehoach verify».",
        "the database in {path} says: {message}; run 'kehoach verify'.";
    INDEX_OTHER_VERSION: "chỉ mục ở {path} do phiên bản khác lập; hãy chạy «kehoach reindex --data {data}».",
        "the index in {path} was made by another version; run 'kehoach reindex --data {data}'.";
    INDEX_MISSING: "chưa có chỉ mục ở {path}; hãy chạy «kehoach reindex --data {data}».", "there is no index in {path}; run 'kehoach reindex --data {data}'.";
    INDEX_DAMAGED: "chỉ mục ở {path} bị hỏng; hãy chạy «kehoach reindex --data {data}».", "the index in {path} is damaged; run 'kehoach reindex --data {data}'.";
    INDEX_TROUBLE: "không dùng được chỉ mục ở {path} ({message}); hãy kiểm tra quyền rồi chạy «kehoach reindex --data {data}».",
        "cannot use the index in {path} ({message}); check the permissions and run 'kehoach reindex --data {data}'.";
    QUESTION_TROUBLE: "không hiểu câu tìm: {message}.", "the query was not understood: {message}.";
    QUESTION_TOO_BROAD: "các cụm từ trong ngoặc kép có ở quá nhiều văn bản, không tìm hết được trong một lượt; hãy bớt cụm từ, chọn từ hiếm hơn, hoặc thêm bộ lọc như nam:2021 hay coquan:\"Sở Nội vụ\".",
        "the quoted phrases stand in too many documents to look through all of them; use fewer or rarer ones, or a filter such as nam:2021 or coquan:\"Sở Nội vụ\".";
    THREADS_TROUBLE: "không khởi động được luồng xử lý ({message}); hãy giảm --jobs.",
        "threads could not be started ({message}); lower --jobs.";
    CONFIG_TROUBLE: "{message}", "the configuration cannot be used; correct it and run again ({message})";

    // Trouble with files, output and addresses.
    OUTPUT_TROUBLE: "không ghi được kết quả: {reason}; hãy kiểm tra nơi nhận rồi chạy lại.",
        "the result could not be written: {reason}; check where it goes and run again.";
    WRITING_TROUBLE: "không ghi được {path}: {reason}; hãy chọn nơi khác rồi chạy lại.",
        "cannot write {path}: {reason}; choose another place and run again.";
    REASON_NOT_FOUND: "không có tệp hay thư mục này", "there is no such file or folder";
    REASON_PERMISSION: "không có quyền", "permission denied";
    REASON_FULL: "ổ đĩa đã đầy", "the disk is full";
    REASON_READ_ONLY: "ổ đĩa chỉ cho đọc", "the disk is read-only";
    REASON_EXISTS: "nơi đó đã có một tệp cùng tên", "there is a file of that name already";
    REASON_NOT_A_FOLDER: "nơi đó là tệp, không phải thư mục", "that is a file, not a folder";
    REASON_A_FOLDER: "nơi đó là thư mục, không phải tệp", "that is a folder, not a file";
    PORT_TAKEN: "địa chỉ {address} đang được chương trình khác dùng; hãy chọn cổng khác, ví dụ --listen 127.0.0.1:0.",
        "{address} is taken by another program; choose another port, such as --listen 127.0.0.1:0.";
    PORT_FORBIDDEN: "không có quyền mở {address}; hãy chọn cổng từ 1024 trở lên.",
        "no permission to open {address}; choose a port from 1024 up.";
    ADDRESS_NOT_OURS: "máy này không có địa chỉ {address}; hãy dùng 127.0.0.1 hoặc 0.0.0.0.",
        "this machine has no address {address}; use 127.0.0.1 or 0.0.0.0.";
    NOT_AN_ADDRESS: "«{address}» không phải là địa chỉ; hãy viết MÁY:CỔNG, ví dụ 127.0.0.1:8080.",
        "'{address}' is no address; write HOST:PORT, such as 127.0.0.1:8080.";
    SERVE_TROUBLE: "không phục vụ được tại {address}: {message}; hãy chọn địa chỉ khác.",
        "cannot serve at {address}: {message}; choose another address.";
    NO_SUCH_CAPTURE: "không có bản thu nào là «{name}»; hãy cho tên tệp, mã SHA-256 hoặc số, ký hiệu.",
        "there is no capture '{name}'; give a file name, a SHA-256 or a number.";
    SEVERAL_FILES: "«{name}» là tên của nhiều tệp ({files}); hãy cho cả đường dẫn như lúc nhận hoặc SHA-256.",
        "several files are called '{name}' ({files}); give the path as it was taken in, or a SHA-256.";
    SEVERAL_TO_REMOVE: "«{name}» là số của nhiều văn bản ({ids}); hãy cho mã, tên tệp hoặc SHA-256.",
        "several documents bear '{name}' ({ids}); give an id, a file name or a SHA-256.";
    OUTPUT_NEEDED: "dạng này cần nơi ghi; hãy thêm --output ĐƯỜNG_DẪN.", "this format needs a place to go; add --output PATH.";
    NO_CORPUS: "không thấy kho mẫu ở {path}; hãy chạy trong thư mục mã nguồn hoặc thêm --corpus.",
        "there is no corpus in {path}; run in the source folder or add --corpus.";
    PROFILE_TROUBLE: "{message}.", "the portal profile cannot be used; correct it and run again ({message}).";
    FETCH_TROUBLE: "không thu thập được: {message}; phần đã lấy vẫn còn, hãy chạy lại sau.",
        "crawling failed: {message}; what was fetched is kept, run again later.";
    NO_SUCH_COMMAND: "không có lệnh «{name}»; xem danh sách bằng «kehoach --help».",
        "there is no command '{name}'; 'kehoach --help' lists them.";

    // Trouble with the command line.
    UNKNOWN_COMMAND: "không có lệnh «{word}»", "there is no command '{word}'";
    UNKNOWN_ARGUMENT: "không có tùy chọn «{word}» ở đây", "there is no option '{word}' here";
    MISSING_ARGUMENT: "còn thiếu {word}", "{word} is missing";
    MISSING_VALUE: "{word} cần một giá trị", "{word} needs a value";
    WRONG_VALUE: "«{value}» không dùng được cho {word}, hãy dùng: {right}", "'{value}' cannot be used for {word}, use: {right}";
    A_NUMBER: "một số nguyên", "a whole number";
    CONFLICT: "{word} không đi cùng {other}", "{word} does not go with {other}";
    NOT_UNDERSTOOD: "không hiểu lệnh ({message})", "the command was not understood ({message})";
    DID_YOU_MEAN: " (có phải «{word}»?)", " (did you mean '{word}'?)";
    SEE_HELP: "xem: kehoach{command} --help", "see: kehoach{command} --help";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_say_the_same_names() {
        for (key, said) in ALL {
            assert_eq!(names(said.vi), names(said.en), "{key}");
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let said = ONE_FAILURE.fill(Lang::Vi, &[("file", &"{reason}"), ("reason", &"hỏng")]);
        assert_eq!(said, "{reason}: hỏng");
    }
}

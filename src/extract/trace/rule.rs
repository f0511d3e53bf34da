//! The rules by name, each sayable in one sentence about how administrative documents are written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! rules {
    ($($(#[$of:meta])* $name:ident $says:literal)*) => {
        /// Why a value was taken or something refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Rule {
            $($(#[$of])* $name,)*
        }

        impl Rule {
            /// Every rule there is.
            pub const ALL: &'static [Rule] = &[$(Rule::$name,)*];

            /// What the rule says of the genre, one Vietnamese sentence.
            pub fn says(self) -> &'static str {
                match self {
                    $(Rule::$name => $says,)*
                }
            }
        }
    };
}

rules! {
    // Who the document itself is, by where it says so.
    Letterhead "Phần đầu văn bản (tên cơ quan, «Số: …», địa danh và ngày tháng) nói về chính văn bản."
    SignatureStamp "Số và ngày do văn thư đóng lên văn bản ký số, nằm ở phần đầu văn bản."
    TitleBlock "Tên loại viết hoa và trích yếu đứng ngay dưới phần đầu văn bản."
    CarrierLine "«(Ban hành kèm theo Quyết định số …)» dưới tên văn bản: phần kèm theo mang số, ngày của văn bản ban hành nó."
    Label "Bảng thuộc tính của cổng thông tin ghi lại thể thức, kém tin cậy hơn chính văn bản."
    LeadSentence "Câu mở đầu bài viết «ngày … cơ quan … ban hành … số …» nói về văn bản được giới thiệu."
    SourceLine "Dòng «Nguồn: …» cuối bài ghi văn bản mà bài viết giới thiệu."
    Headline "Tiêu đề của trang mở đầu bằng tên loại thì nói về chính văn bản."
    FileName "Tên tệp bắt đầu bằng số, ký hiệu cho biết số của tệp khi trong tệp không ghi."
    Context "Hồ sơ cổng thông tin cho biết điều mà tệp không ghi."
    SignatureBlock "Cuối văn bản ghi quyền hạn, chức vụ và họ tên người ký."
    SymbolOfNumber "Không chỗ nào ghi tên loại thì chữ viết tắt trong ký hiệu cho biết tên loại."
    LessTrusted "Một nguồn đáng tin hơn trong cùng văn bản đã cho giá trị."
    SameValue "Nguồn này ghi cùng giá trị, không thêm gì mới."
    LeftBlank "Phần đầu văn bản để trống chỗ này: dự thảo không lấy số, ngày từ văn bản nó viện dẫn."
    LowerCaseSo "«số» viết thường đầu dòng là viện dẫn bị ngắt dòng, không phải dòng «Số: …» của văn bản."
    NoSymbol "Dòng «Số: …» phải có ký hiệu cơ quan sau số thứ tự."
    PostedDay "Ngày kèm thứ trong tuần hoặc do trang web in ra là ngày đăng, không phải ngày ban hành."
    NotOneLine "Dòng địa danh, ngày tháng đứng riêng một dòng và không có chữ theo sau."
    ListOfDocuments "Trang danh sách liệt kê nhiều văn bản: không số nào trong đó là của chính trang."

    // Sections.
    MarkedHeading "Dòng mang số mục và có nội dung xếp dưới nó là một mục."
    StructuralMark "Phần, chương, mục, điều, phụ lục luôn là một mục dù không có nội dung xếp dưới."
    RoleByTitle "Từ ngữ trong tên mục cho biết mục dùng để làm gì."
    RoleFromAbove "Mục không nói rõ thì theo mục lớn chứa nó."
    AnnexApart "Phụ lục là một phần riêng của văn bản."
    NothingUnderIt "Dòng mang số mục nhưng không có gì xếp dưới là một ý, không phải một mục."

    // Citations.
    FullCitation "Tên loại đi với số, ký hiệu (và ngày, cơ quan nếu có) là một viện dẫn đầy đủ."
    NumberAlone "Số, ký hiệu đầy đủ không kèm tên loại: tên loại đọc từ ký hiệu, hoặc là công văn."
    ListedCitation "Trong dãy viện dẫn, phần viết chung một lần (tên loại, ký hiệu, ngày, cơ quan) dùng cho cả dãy."
    ShortCitation "Tên loại và số thứ tự trơn chỉ văn bản đã viện dẫn đầy đủ ở trên."
    NamedCitation "Luật, pháp lệnh được viện dẫn bằng tên, không cần số."
    BackReference "«này» chỉ chính văn bản; «nêu trên», «nói trên» chỉ văn bản cùng loại vừa viện dẫn."
    UnfilledCitation "Số để trống trước ký hiệu: văn bản chưa được cấp số."
    FileNameCited "Tên tệp đính kèm bắt đầu bằng số, ký hiệu là văn bản được đính kèm."
    WrittenDate "Ngày đứng ngay sau (hoặc ngay trước, trong câu «ngày … ban hành …») số là ngày của văn bản được viện dẫn."
    SharedDate "Ngày viết một lần ở cuối dãy là ngày của cả dãy."
    CueBefore "Từ dẫn gần nhất đứng trước trong câu («Căn cứ», «Thực hiện», «thay thế» …) cho biết quan hệ."
    CueSpokenOf "Từ dẫn nói việc đã làm hoặc giao cơ quan khác làm («kết quả thực hiện», «rà soát, sửa đổi»): văn bản này chỉ nhắc đến."
    NoCue "Không có từ dẫn nào đứng trước: chỉ là nhắc đến."
    OwnNumber "Số, ký hiệu trùng với số của chính văn bản: văn bản nói về mình."
    OwnLetterhead "Đây là dòng «Số: …» của chính văn bản, không phải viện dẫn."
    OwnName "Văn bản đặt tên gọi tắt («sau đây gọi tắt là …»): mỗi lần dùng tên ấy là nhắc lại văn bản đã viện dẫn."
    OwnTitle "Kế hoạch gọi mình bằng trích yếu của chính mình («xây dựng Kế hoạch … như sau») không viện dẫn văn bản nào."
    NotADocument "Tiêu chuẩn, quy chuẩn, số điện thoại, mức độ không phải số văn bản."
    NoAntecedent "Số thứ tự trơn mà trước đó không có văn bản nào mang số ấy thì không chỉ văn bản nào."

    // What is work.
    ItemOfWork "Mỗi gạch đầu dòng, mỗi mục đánh số trong phần nhiệm vụ hoặc tổ chức thực hiện là một nhiệm vụ."
    ItemNamesAgency "Mục nêu đích danh cơ quan phải làm là một nhiệm vụ."
    ItemUnderOrder "Mục nằm dưới câu giao việc («yêu cầu …:», «giao …:») là một nhiệm vụ."
    TableRow "Mỗi dòng của bảng phân công là một nhiệm vụ; cột được nhận ra theo tên cột."
    OrderInProse "Câu văn xuôi giao việc cho một cơ quan là một nhiệm vụ."
    OrderGoesOn "Mệnh đề tiếp theo mở đầu bằng động từ tiếp tục giao việc cho cơ quan của câu trước."
    ParagraphOfWork "Đoạn mở đầu bằng động từ trong phần nhiệm vụ là một nhiệm vụ dù không nêu cơ quan."
    LabelledHeading "Mục mà bên dưới chỉ có «Chủ trì: …», «Thời gian: …» chính là nhiệm vụ được các dòng ấy bổ sung."
    SilentSection "Phần mục đích, mục tiêu, chỉ tiêu, căn cứ, tình hình, giải thích từ ngữ, hiệu lực không giao việc."
    Inspected "Dưới «Nội dung kiểm tra», ý mở đầu bằng «Công tác», «Việc» … nêu điều được kiểm tra, không giao việc."
    Quoted "Lời văn của văn bản khác trích trong ngoặc kép qua nhiều dòng nói điều văn bản ấy quy định, không giao việc."
    Form "Đề cương, mẫu, phiếu kèm theo là để điền hoặc viết theo, không giao việc."
    SilentTable "Bảng chỉ tiêu, số liệu, giải thích từ ngữ không giao việc."
    HeadingOfItems "Câu dẫn có các ý bên dưới: mỗi ý mới là nhiệm vụ."
    HeadingNamesAgencies "Tên cơ quan làm đề mục giao các ý bên dưới cho cơ quan ấy, tự nó không phải nhiệm vụ."
    Enumerated "Các ý liệt kê sau dấu hai chấm thuộc về nhiệm vụ đứng trước."
    NoOrder "Không ở phần giao việc và không nêu cơ quan phải làm."
    ClosingFormula "Câu kết theo mẫu («Trong quá trình thực hiện …», «chịu trách nhiệm thi hành …») không giao việc riêng."
    Narrative "Câu kể việc đã làm hoặc giới thiệu văn bản không giao việc."
    Announcement "Câu «… ban hành kế hoạch … như sau:» giới thiệu văn bản, không giao việc."
    Norm "Quy phạm ràng buộc lâu dài; chỉ điều khoản giao trách nhiệm mới giao việc."
    BeforeOrders "Đoạn trước câu giao việc của chỉ thị là phần nêu tình hình."
    Caption "Dòng không dấu kết câu, ngoài phần giao việc, là tiêu đề hoặc chú thích."
    NotADocumentOfWork "Tệp không mang số, tên loại hay phần đầu văn bản: chỉ mục tự gọi là nhiệm vụ mới giao việc."

    // Who.
    Subject "Cơ quan làm chủ ngữ của câu chủ trì việc câu nói."
    Ordered "Cơ quan đứng sau «giao», «yêu cầu», «đề nghị» phải làm."
    Passive "«do … thực hiện» nêu cơ quan phải làm."
    InlineHeading "Cơ quan đứng trước dấu hai chấm đầu mục phải làm việc của mục."
    HandedDown "Cơ quan nêu ở đề mục hoặc câu dẫn phía trên làm mọi ý bên dưới."
    OwnerColumn "Cột chủ trì, cột phân công của bảng nêu cơ quan phải làm."
    GroupRow "Dòng nhóm trong bảng nêu cơ quan của các dòng dưới nó."
    AnnexedTo "Điều giao việc «(Chi tiết tại Phụ lục kèm theo)» nêu cơ quan làm các việc trong bảng của phụ lục."
    OwnerLabel "«Chủ trì: …», «Đơn vị thực hiện: …», «(Sở Tư pháp chủ trì)» nêu cơ quan phải làm."
    AfterSupport "Cơ quan đứng sau «phối hợp với» là cơ quan phối hợp."
    CoordinatorColumn "Cột phối hợp của bảng nêu cơ quan phối hợp."
    CoordinatorLabel "«Phối hợp: …» nêu cơ quan phối hợp."
    NoOwner "Không chủ ngữ, đề mục hay cột nào nêu cơ quan: để trống, không đoán."

    // When.
    PeriodAbove "Đề mục chỉ nêu kỳ («Quý I», «Tháng 3») nói thời hạn của mọi ý bên dưới không nêu thời hạn riêng."
    BoundDay "Ngày, kỳ đi với «trước», «chậm nhất», «trong», «đến hết» … là thời hạn."
    FreeStandingPeriod "Kỳ đứng riêng đầu câu, trong ngoặc hoặc cuối mệnh đề là thời hạn."
    CellOfTime "Ô của cột thời gian, phần sau «Thời gian:» là thời hạn dù không có từ «trước», «trong»."
    Rhythm "«hàng quý», «định kỳ 6 tháng», «01 lần/năm» là thời hạn lặp lại."
    DayOfRhythm "Ngày đứng cạnh «hàng năm» là thời hạn lặp lại mỗi năm."
    CountedFrom "«trong 10 ngày kể từ …», «sau khi …» tính từ một sự kiện, chưa thành ngày."
    Continuous "«Thường xuyên» mở đầu nhiệm vụ: làm liên tục, không có ngày."
    OnDemand "«Khi có yêu cầu», «đột xuất», «theo quy định»: giữ nguyên lời, không có ngày."
    AsWritten "Ô thời gian không có ngày: giữ nguyên lời."
    Horizon "Năm thuộc tên kế hoạch, chương trình hoặc «định hướng đến năm …» không phải thời hạn của việc."
    Unbound "Ngày không có từ «trước», «trong», «đến» … là ngày của văn bản hay sự kiện khác."
    ProgrammeYears "«giai đoạn …» là thời kỳ của cả chương trình, không phải thời hạn của việc."
    Adjective "«hàng năm» sau danh từ (kế hoạch, kinh phí, báo cáo …) tả danh từ ấy, không phải thời hạn."
    HowMany "«mỗi năm 01 mô hình» nói số lượng, không nói khi nào phải xong."
    EventRhythm "«6 tháng, năm» chỉ là kỳ khi nói về báo cáo, sơ kết, tổng kết."
    LaterDate "Thời hạn nêu trước đã được lấy."
    DeadlineOfGroup "Thời hạn nêu ở câu dẫn là của cả các ý bên dưới."

    // What comes of it.
    NamedProduct "Văn bản sau «ban hành», «xây dựng», «trình» là sản phẩm."
    ProductColumn "Cột sản phẩm, cột kết quả của bảng nêu sản phẩm."
    ProductLabel "«Sản phẩm: …» nêu sản phẩm."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_one_sentence() {
        for rule in Rule::ALL {
            let says = rule.says();
            assert!(says.ends_with('.') && !says.contains('\n'), "{rule:?}");
            assert_eq!(says.matches(". ").count(), 0, "{rule:?}: {says}");
        }
    }
}

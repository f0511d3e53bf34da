//! Offices named by what they do, with verbs, prepositions and commas in small letters ("Phòng Cảnh sát quản lý hành
//! chính về trật tự xã hội", "Phòng Kiểm tra, xử lý và theo dõi thi hành pháp luật"): no rule of words finds the end of
//! such a name, and the organisation charts of the country use the same ones everywhere.

use std::sync::LazyLock;

use super::super::any_of::Names;
use crate::text::is_alphanumeric;

/// Behind "Phòng", "Đội", "Chi cục", "Trung tâm", "Vụ", "Cục", "Ban Quản lý", "Hội".
const NAMES: &str = "Cảnh sát quản lý hành chính về trật tự xã hội|Cảnh sát Quản lý hành chính về trật tự xã hội|\
    Cảnh sát QLHC về TTXH|Cảnh sát điều tra tội phạm về trật tự xã hội|Cảnh sát điều tra tội phạm về ma túy|\
    Cảnh sát điều tra tội phạm về kinh tế, tham nhũng, buôn lậu, môi trường|\
    Cảnh sát điều tra tội phạm về tham nhũng, kinh tế, buôn lậu, môi trường|\
    Cảnh sát điều tra tội phạm về tham nhũng, kinh tế, buôn lậu|\
    Cảnh sát điều tra tội phạm về hình sự, kinh tế, ma túy|Cảnh sát điều tra tội phạm về kinh tế, ma túy|\
    Cảnh sát điều tra tội phạm về kinh tế và ma túy|Cảnh sát phòng, chống tội phạm về môi trường|\
    Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ|Cảnh sát phòng cháy chữa cháy và cứu nạn cứu hộ|\
    Cảnh sát phòng cháy và chữa cháy|Cảnh sát Phòng cháy, chữa cháy và Cứu nạn, cứu hộ|\
    Cảnh sát thi hành án hình sự và hỗ trợ tư pháp|Quản lý xuất nhập cảnh|\
    An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao|Xây dựng phong trào bảo vệ an ninh Tổ quốc|\
    Kiểm nghiệm thuốc, mỹ phẩm, thực phẩm|Kiểm nghiệm dược phẩm, mỹ phẩm|Quản lý Khám, chữa bệnh|\
    Quản lý khám, chữa bệnh|Phòng, chống bệnh truyền nhiễm|Phòng, chống HIV/AIDS|Phòng, chống tệ nạn xã hội|\
    Phòng, chống thiên tai|Quản lý chất lượng bệnh viện|Truyền thông, giáo dục sức khỏe|\
    Kiểm tra, xử lý và theo dõi thi hành pháp luật|Xây dựng và kiểm tra văn bản quy phạm pháp luật|\
    Xây dựng, kiểm tra và theo dõi thi hành pháp luật|Xây dựng và phổ biến, giáo dục pháp luật|\
    Phổ biến, giáo dục pháp luật|Quản lý xử lý vi phạm hành chính và theo dõi thi hành pháp luật|\
    Các vấn đề chung về xây dựng pháp luật|Đăng ký quốc gia giao dịch bảo đảm|Dịch vụ đấu giá tài sản|\
    Dịch vụ bán đấu giá tài sản|Trợ giúp pháp lý nhà nước|Công tác học sinh, sinh viên|Chính trị, tư tưởng|\
    Công tác chính trị và Quản lý sinh viên|Đào tạo và Quản lý khoa học|Quản lý khoa học và Hợp tác quốc tế|\
    Quản lý kinh tế ngành|Phát triển đô thị và hạ tầng kỹ thuật|Quản lý đào tạo, sát hạch|\
    Quản lý vận tải, phương tiện và người lái|Thị trường trong nước|Bưu chính - Viễn thông|Công chức, viên chức|\
    Công chức - Viên chức|Xây dựng chính quyền và công tác thanh niên|Xây dựng chính quyền và Công tác thanh niên|\
    Xây dựng chính quyền|Điện lực và Năng lượng tái tạo|Quản lý lao động ngoài nước|Hỗ trợ doanh nghiệp nhỏ và vừa|\
    Hỗ trợ phát triển doanh nghiệp nhỏ và vừa|Giám sát, điều hành thông minh|Giám sát, điều hành đô thị thông minh|\
    Giám sát và điều hành đô thị thông minh|Khu kinh tế và các khu công nghiệp|\
    Khu kinh tế và khu công nghiệp|Khu công nghệ cao và các khu công nghiệp|các khu công nghiệp và khu kinh tế|\
    các khu chế xuất và công nghiệp|Nạn nhân chất độc da cam/dioxin|các tổ chức hữu nghị|\
    các Tổ chức hữu nghị|Công nghiệp - Viễn thông Quân đội|Quản lý đê điều và Phòng, chống thiên tai|\
    Chất lượng, Chế biến và Phát triển thị trường|Dịch vụ tổng hợp|Quản lý, khai thác công trình công cộng|\
    Cảnh sát kinh tế và môi trường|Cảnh sát kinh tế, môi trường|Quản lý trật tự xây dựng đô thị|\
    Quản lý trật tự xây dựng và đô thị|Doanh nghiệp nhỏ và vừa|Quốc gia về chuyển đổi số|Kinh tế - Hạ tầng và Đô thị|\
    Kinh tế tổng hợp|Giáo dục Chính trị và Công tác học sinh, sinh viên|Quản lý doanh nghiệp|Quản lý đấu thầu|\
    Phát triển doanh nghiệp tư nhân và kinh tế tập thể|Xuất nhập khẩu|\
    Giám định nhà nước về chất lượng công trình xây dựng|Kinh tế - Quản lý đầu tư xây dựng|Quản lý đầu tư xây dựng|\
    Lâm nghiệp và Kiểm lâm|Quản lý và Xây dựng công trình thủy lợi|Phát thanh, truyền hình và thông tin điện tử|\
    Xuất bản, In và Phát hành|Thông tin cơ sở và Thông tin đối ngoại|Văn hóa cơ sở, Gia đình và Thư viện|\
    Lăng Chủ tịch Hồ Chí Minh|Đầu tư, Thẩm định và Giám sát đầu tư|Hợp tác, xúc tiến đầu tư|Tài chính đầu tư|\
    Lao động, việc làm|Lao động, việc làm và bảo hiểm xã hội|Lao động, việc làm và Bảo hiểm xã hội|\
    Quản lý thể dục, thể thao|Hộ tịch, quốc tịch, chứng thực|Kinh tế - Hạ tầng|Văn thư và Lưu trữ nhà nước|Văn thư và Lưu trữ Nhà nước|\
    Đào tạo, Bồi dưỡng cán bộ, công chức, viên chức|Đào tạo, bồi dưỡng cán bộ, công chức, viên chức|\
    Kê khai và Kế toán thuế|Tuyên truyền - Hỗ trợ người nộp thuế|Tuyên truyền và Hỗ trợ người nộp thuế|\
    Thanh tra - Kiểm tra thuế|Thanh tra, kiểm tra thuế|Quản lý nợ và Cưỡng chế nợ thuế|\
    Nghiệp vụ - Dự toán - Pháp chế|Quản lý hộ kinh doanh, cá nhân và thu khác";

static OFFICES: LazyLock<Names> = LazyLock::new(|| {
    let names = NAMES.split('|').map(str::trim);
    Names::new(names.flat_map(|name| [name.replace(" - ", " – "), name.to_owned()]))
});

/// What enterprises and institutes do, in small letters, behind "Công ty", "Công ty TNHH MTV", "Viện": "khai thác công trình
/// thủy lợi Hà Nam", "tư vấn thiết kế Giao thông vận tải".
const TRADES: &str = "khai thác công trình thủy lợi|khai thác thủy lợi|quản lý khai thác công trình thủy lợi|\
    quản lý, khai thác công trình thủy lợi|cấp nước|cấp thoát nước|thoát nước|thoát nước và xử lý nước thải|\
    nước sạch|môi trường đô thị|môi trường và công trình đô thị|công trình đô thị|dịch vụ công ích|\
    quản lý công trình đô thị|quản lý và xây dựng đường bộ|quản lý đường bộ|quản lý, sửa chữa đường bộ|\
    xây dựng đường bộ|xây dựng công trình|xây dựng|đầu tư xây dựng|đầu tư và xây dựng|đầu tư phát triển|\
    đầu tư và phát triển|tư vấn thiết kế|tư vấn xây dựng|tư vấn|thiết kế|quy hoạch xây dựng|\
    quy hoạch và thiết kế xây dựng|quy hoạch|kinh doanh nhà|phát triển nhà|quản lý nhà|xổ số kiến thiết|xăng dầu|\
    vận tải|sản xuất|thương mại|chế biến|phát hành sách|lâm nghiệp|cây xanh|chiếu sáng";

static TRADES_OF: LazyLock<Names> =
    LazyLock::new(|| Names::new(TRADES.split('|').map(|trade| trade.trim().to_owned())));

/// Bytes of the trades that `text` begins with: "đầu tư xây dựng và thương mại".
pub(super) fn trades(text: &str) -> Option<usize> {
    let mut end = 0;
    for joint in ["", " và ", ", "] {
        let rest = text[end..].strip_prefix(joint).unwrap_or_default();
        if let Some(length) = TRADES_OF.longest(rest)
            && !rest[length..].starts_with(is_alphanumeric)
        {
            end += joint.len() + length;
        }
    }
    (0 < end).then_some(end)
}

/// Bytes of the name that stands at the start of `text`, behind the head of its agency.
pub(super) fn named_by_work(text: &str) -> Option<usize> {
    let end = OFFICES.longest(text)?;
    (!text[end..].starts_with(is_alphanumeric)).then_some(end)
}

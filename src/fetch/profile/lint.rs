//! Selectors that work today and break at the next redesign are refused while somebody is looking.

use std::sync::LazyLock;

use regex::Regex;

/// SharePoint web-part GUIDs, Liferay instance ids, DNN module numbers and WebForms control ids
/// differ from site to site and from redesign to redesign; none of thirteen ministry sites kept them.
static FRAGILE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (
            r"(?i)[0-9a-f]{8}[-_]([0-9a-f]{4}[-_]){3}[0-9a-f]{12}",
            "một mã GUID",
        ),
        (r"_INSTANCE_[A-Za-z0-9]+", "một mã thể hiện của Liferay"),
        (r"dnn_ctr\d+", "một số mô-đun của DNN"),
        (r"ctl\d+_g_|ctrl_\d+_\d+", "một mã điều khiển WebForms"),
    ]
    .into_iter()
    .filter_map(|(pattern, what)| Some((Regex::new(pattern).ok()?, what)))
    .collect()
});

/// Deepest chain of `>` before a selector describes one page rather than a kind of page.
const CHILD_STEPS_MAX: usize = 4;

/// What is fragile about a selector, if anything.
pub(super) fn fragile(css: &str) -> Option<String> {
    if let Some((_, what)) = FRAGILE.iter().find(|(pattern, _)| pattern.is_match(css)) {
        return Some(format!(
            "bộ chọn «{css}» chứa {what}, mã này đổi mỗi lần cổng nâng cấp; hãy dùng phần ổn định như [id$=\"_lblSoKyHieu\"] hoặc labels = true"
        ));
    }
    let steps = css.split(',').map(|part| part.matches('>').count()).max();
    (CHILD_STEPS_MAX < steps.unwrap_or_default()).then(|| {
        format!("bộ chọn «{css}» đi qua hơn {CHILD_STEPS_MAX} tầng «>», hãy bám vào một lớp (class) gần dữ liệu hơn")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_change_with_a_redesign_are_refused() {
        for css in [
            "#ctl00_SPWebPartManager1_g_e110b351_5abc_4e84_8b93_9040a3dbe6c4",
            "[id=\"6da89d83-5abc-4e84-8b93-9040a3dbe6c4\"] td",
            "#p_p_id_101_INSTANCE_TW6LTp1ZtwaN_",
            "#dnn_ctr3988_IndexLawDetail_divthuoctinh",
            "#ctl00_ctl24_g_lblSo",
            "#ctrl_191017_163_grvDocument tr",
            "body > div > div > table > tbody > tr",
        ] {
            assert!(fragile(css).is_some(), "{css}");
        }
    }

    #[test]
    fn stable_parts_pass() {
        for css in [
            "[id$=\"_lblSoKyHieu\"]",
            ".CSSTableGenerator tr",
            "[id$=\"_grvDocument\"] > tr",
            "a.next",
        ] {
            assert_eq!(fragile(css), None, "{css}");
        }
    }
}

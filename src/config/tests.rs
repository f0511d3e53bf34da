use super::*;

fn silence(_: &str) -> Option<String> {
    None
}

fn written(text: &str) -> (tempfile::TempDir, Flags) {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join(FILE_NAME), text).expect("writes");
    let flags = Flags {
        data: Some(dir.path().to_owned()),
        ..Flags::default()
    };
    (dir, flags)
}

#[track_caller]
fn check_refused(text: &str, expected: &[&str]) {
    let (_dir, flags) = written(text);
    let message = load(&flags, silence).expect_err("refused").to_string();
    for part in expected {
        assert!(message.contains(part), "«{part}» is not in: {message}");
    }
}

#[test]
fn without_anything_the_data_is_beside_us() {
    let config = load(&Flags::default(), silence).expect("loads");
    assert_eq!(config.data, Path::new("kehoach-data"));
    assert_eq!(config.limits, Limits::default());
    assert_eq!(config.lang, Lang::Vi);
}

#[test]
fn a_file_in_the_data_folder_is_read_without_being_named() {
    let (dir, flags) = written("jobs = 3\nlang = \"en\"\n[limits]\nfile_mib_max = 10\n");
    let config = load(&flags, silence).expect("loads");
    assert_eq!(config.data, dir.path());
    assert_eq!((config.jobs.get(), config.lang), (3, Lang::En));
    assert_eq!(config.limits.file_bytes_max, 10 << 20);
}

#[test]
fn flags_win_over_the_environment_and_the_environment_over_the_file() {
    let (_dir, mut flags) = written("jobs = 3\n");
    let environment = |name: &str| (name == "KEHOACH_JOBS").then(|| "4".to_owned());
    assert_eq!(load(&flags, environment).expect("loads").jobs.get(), 4);
    flags.jobs = Some(5);
    assert_eq!(load(&flags, environment).expect("loads").jobs.get(), 5);
}

#[test]
fn a_named_file_says_where_the_data_is_from_its_own_folder() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("so.toml");
    fs::write(&path, "data = \"kho\"\n").expect("writes");
    let flags = Flags {
        config: Some(path),
        ..Flags::default()
    };
    assert_eq!(
        load(&flags, silence).expect("loads").data,
        dir.path().join("kho")
    );
}

#[test]
fn an_error_names_the_file_and_the_line() {
    check_refused(
        "jobs = 2\njob = 3\n",
        &["kehoach.toml, dòng 2", "job", "sửa hoặc xóa dòng này"],
    );
    check_refused(
        "\n\n[limits]\npages_max = 0\n",
        &["dòng 4", "pages_max phải từ 1"],
    );
    check_refused("lang = \"fr\"\n", &["dòng 1", "\"vi\" hoặc \"en\""]);
    check_refused("jobs = \"hai\"\n", &["dòng 1"]);
    check_refused("jobs = \n", &["dòng 1"]);
}

#[test]
fn a_wrong_variable_or_flag_is_named() {
    let environment = |name: &str| (name == "KEHOACH_JOBS").then(|| "nhiều".to_owned());
    let message = load(&Flags::default(), environment)
        .expect_err("refused")
        .to_string();
    assert!(
        message.contains("KEHOACH_JOBS") && message.contains("nhiều"),
        "{message}"
    );
    let flags = Flags {
        jobs: Some(0),
        ..Flags::default()
    };
    let message = load(&flags, silence).expect_err("refused").to_string();
    assert!(message.contains("--jobs"), "{message}");
}

#[test]
fn a_missing_named_file_is_an_error_and_a_missing_default_is_not() {
    let flags = Flags {
        config: Some("/khong/co.toml".into()),
        ..Flags::default()
    };
    let message = load(&flags, silence).expect_err("refused").to_string();
    assert!(message.contains("/khong/co.toml"), "{message}");
}

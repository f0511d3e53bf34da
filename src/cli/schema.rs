//! `schema`: the JSON Schema of everything `--json` prints.

use clap::ValueEnum;
use kehoach::extract::Record;
use kehoach::link::Work;
use kehoach::pipeline::{Answer, Exported, Found, GoldCase, Summary, TaskRow};
use kehoach::report::{
    AnomalyRow, CalendarRow, CoverageRow, DiffRow, GapRow, MatrixRow, SeriesRow, WantedRow,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::Outcome;
use super::arguments;
use super::check::CheckView;
use super::correct::{CorrectedView, CorrectionView};
use super::crawl::CrawlView;
use super::demo::DemoView;
use super::explain::ExplainView;
use super::follow::{FollowView, FollowedView, NewsView};
use super::remove::{RemovalView, RemovedView};
use super::report::ReportView;
use super::screen::Screen;
use super::show::Trees;
use super::text::TextView;
use super::upkeep::{BackupView, ReindexedView, StatusView, VerifiedView};

/// What there is a schema of: the commands by their names, and the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// One line of `extract`.
    Record,
    /// One line of `extract --explain --json`.
    Explain,
    Ingest,
    Crawl,
    Search,
    /// `follow QUERY` and `follow --stop`.
    Follow,
    /// One line of `follow --list`.
    FollowList,
    /// One line of `follow`.
    FollowNews,
    Show,
    Tree,
    /// One line of `tasks`.
    Tasks,
    Text,
    /// One line of `check`.
    Check,
    ReportCoverage,
    ReportGaps,
    ReportWanted,
    ReportCalendar,
    ReportDiff,
    ReportSeries,
    ReportMatrix,
    ReportAnomalies,
    /// One line of `export`.
    Export,
    Correct,
    /// One line of `correct --list`.
    CorrectList,
    /// One line of `correct --gold`.
    CorrectGold,
    Remove,
    /// One line of `remove --list`.
    RemoveList,
    Status,
    /// Like an ingest.
    Reprocess,
    Reindex,
    Verify,
    Backup,
    Demo,
    Work,
}

pub fn run(schema: &arguments::Schema, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let text = serde_json::to_string_pretty(&of(schema.name))?;
    screen.line(&text)?;
    Ok(Outcome::Done)
}

fn of(name: Name) -> Schema {
    match name {
        Name::Record => written::<Record>(),
        Name::Explain => written::<ExplainView>(),
        Name::Ingest | Name::Reprocess => written::<Summary>(),
        Name::Crawl => written::<CrawlView>(),
        Name::Search => written::<Answer>(),
        Name::Follow => written::<FollowView>(),
        Name::FollowList => written::<FollowedView>(),
        Name::FollowNews => written::<NewsView>(),
        Name::Show => written::<Found>(),
        Name::Tree => written::<Trees>(),
        Name::Tasks => written::<TaskRow>(),
        Name::Text => written::<TextView>(),
        Name::Check => written::<CheckView>(),
        Name::ReportCoverage => written::<ReportView<CoverageRow>>(),
        Name::ReportGaps => written::<ReportView<GapRow>>(),
        Name::ReportCalendar => written::<ReportView<CalendarRow>>(),
        Name::ReportDiff => written::<ReportView<DiffRow>>(),
        Name::ReportSeries => written::<ReportView<SeriesRow>>(),
        Name::ReportMatrix => written::<ReportView<MatrixRow>>(),
        Name::ReportWanted => written::<ReportView<WantedRow>>(),
        Name::ReportAnomalies => written::<ReportView<AnomalyRow>>(),
        Name::Export => written::<Exported>(),
        Name::Correct => written::<CorrectedView>(),
        Name::CorrectList => written::<CorrectionView>(),
        Name::CorrectGold => written::<GoldCase>(),
        Name::Remove => written::<RemovedView>(),
        Name::RemoveList => written::<RemovalView>(),
        Name::Status => written::<StatusView>(),
        Name::Reindex => written::<ReindexedView>(),
        Name::Verify => written::<VerifiedView>(),
        Name::Backup => written::<BackupView>(),
        Name::Demo => written::<DemoView>(),
        Name::Work => written::<Work>(),
    }
}

/// The schema of what is written, not of what would be accepted: fields left out when empty are not required.
fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
}

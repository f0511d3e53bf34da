//! What holds of every document and record, whatever the input: spans point into the text, on
//! character boundaries, and quote what they say.

use kehoach::extract::Record;
use kehoach::parse::{BlockKind, Document};
use kehoach::text::{Place, Span};
use serde_json::Value;

pub fn check_span(span: Span, text: &str, what: &str) -> Result<(), String> {
    let range = span.start as usize..span.end as usize;
    match text.get(range) {
        Some(_) => Ok(()),
        None => Err(format!(
            "{what}: span {span:?} is not in a text of {} bytes",
            text.len()
        )),
    }
}

pub fn check_document(document: &Document, input: &[u8]) -> Result<(), String> {
    let text = document.text.as_str();
    if let Some(panicked) = document
        .diagnostics
        .iter()
        .find(|it| it.code == "reader_panicked")
    {
        return Err(format!("the reader panicked: {}", panicked.message));
    }
    let mut end = 0;
    for (at, block) in document.blocks.iter().enumerate() {
        check_span(block.span, text, "a block")?;
        if block.span.start < end {
            return Err(format!("block {at} begins before its neighbor ends"));
        }
        end = block.span.end;
        if let BlockKind::Cell { table, cell } = block.kind {
            let there = document.tables.get(table as usize);
            let there = there.and_then(|table| table.cells.get(cell as usize));
            if !there.is_some_and(|cell| cell.span.contains(block.span)) {
                return Err(format!("block {at} is not in the cell it names"));
            }
        }
    }
    for table in &document.tables {
        check_span(table.span, text, "a table")?;
        for cell in &table.cells {
            check_span(cell.span, text, "a cell")?;
            let is_inside = u64::from(cell.row) + u64::from(cell.row_span) <= u64::from(table.rows)
                && u64::from(cell.column) + u64::from(cell.column_span) <= u64::from(table.columns);
            if !is_inside {
                return Err(format!(
                    "a cell at row {}, column {} reaches out of its table",
                    cell.row, cell.column
                ));
            }
        }
    }
    for field in &document.fields {
        check_span(field.value, text, "a field")?;
    }
    let spans = document
        .diagnostics
        .iter()
        .filter_map(|it| it.span)
        .chain(document.headline);
    for span in spans {
        check_span(span, text, "a headline or diagnostic")?;
    }
    check_places(document, input)
}

/// Every stretch of text came from somewhere in the file, and the stretches cover it in order.
fn check_places(document: &Document, input: &[u8]) -> Result<(), String> {
    let mut end = 0;
    for run in document.text.runs() {
        check_span(run.clean, &document.text, "a run")?;
        if run.clean.start != end {
            return Err(format!(
                "the run at {} does not follow the one before",
                run.clean.start
            ));
        }
        end = run.clean.end;
        let is_there = match run.place {
            Place::Bytes(bytes) => bytes.start <= bytes.end && bytes.end as usize <= input.len(),
            Place::Part { part, .. } => (part as usize) < document.parts.len(),
            Place::Page { page, .. } => (1..=document.pages).contains(&page),
            Place::Made => true,
        };
        if !is_there {
            return Err(format!(
                "text at {} came from {:?}, which is not in the file",
                end, run.place
            ));
        }
    }
    if end as usize == document.text.len() {
        Ok(())
    } else {
        Err("the runs do not cover the text".to_owned())
    }
}

pub fn check_record(record: &Record, document: &Document) -> Result<(), String> {
    let text = document.text.as_str();
    // One by one: a record of thousands of citations takes more as one value than what made it.
    let Record {
        schema_version: _,
        file: _,
        media_type: _,
        sha256: _,
        bytes: _,
        kind: _,
        identity,
        posted_on: _,
        text_quality: _,
        sections,
        citations,
        tasks,
        attachments,
        diagnostics,
    } = record;
    check_each(std::slice::from_ref(identity), text)?;
    check_each(sections, text)?;
    check_each(citations, text)?;
    check_each(tasks, text)?;
    check_each(attachments, text)?;
    check_each(diagnostics, text)?;
    for citation in &record.citations {
        check_quote(&citation.quote, citation.span, text)?;
        let known = |id: &u32| (*id as usize) < record.citations.len() && *id != citation.id;
        if !citation
            .nested_in
            .iter()
            .chain(&citation.antecedent)
            .all(known)
        {
            return Err(format!(
                "citation {} stands in or for one that is not there",
                citation.id
            ));
        }
    }
    for task in &record.tasks {
        let is_paired = task.owners.len() == task.owner_ids.len()
            && task.coordinators.len() == task.coordinator_ids.len();
        if !is_paired {
            return Err(format!(
                "task {} has agencies and ids of different number",
                task.id
            ));
        }
        let is_known = |id: u32| record.sections.iter().any(|section| section.id == id);
        if !task.section.is_none_or(is_known) {
            return Err(format!("task {} stands in no section", task.id));
        }
        if let Some(deadline) = &task.deadline {
            check_quote(&deadline.text, deadline.span, text)?;
            for day in [&deadline.due, &deadline.from, &deadline.to]
                .into_iter()
                .flatten()
            {
                check_day(day)?;
            }
        }
    }
    Ok(())
}

/// Every `span` of the JSON, wherever it stands: a new field is checked without being named here.
fn check_each(items: &[impl serde::Serialize], text: &str) -> Result<(), String> {
    items.iter().try_for_each(|item| {
        let value = serde_json::to_value(item).map_err(|error| error.to_string())?;
        check_all_spans(&value, text)
    })
}

fn check_all_spans(value: &Value, text: &str) -> Result<(), String> {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "span" && !value.is_null() {
                    let span =
                        serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
                    check_span(span, text, "the record")?;
                } else {
                    check_all_spans(value, text)?;
                }
            }
            Ok(())
        }
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| check_all_spans(item, text)),
        _ => Ok(()),
    }
}

/// What is quoted is what stands there, white space collapsed.
fn check_quote(quote: &str, span: Span, text: &str) -> Result<(), String> {
    let stands = text.get(span.range()).unwrap_or_default();
    let collapsed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if collapsed(quote) == collapsed(stands) {
        Ok(())
    } else {
        Err(format!(
            "quoted «{quote}», but there stands «{}»",
            collapsed(stands)
        ))
    }
}

fn check_day(day: &str) -> Result<(), String> {
    match day.parse::<jiff::civil::Date>() {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("a deadline on {day}, which no calendar has")),
    }
}

//! Who must do what by when, with agencies as numbers: what a count over everybody's tasks reads.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::{Result, Trouble};
use super::{CaptureId, Store, decode, encode};
use crate::extract::{Agent, Duty, NumberedDuty};

/// Keeps the duties of a capture in the place of what was kept of it.
pub(super) fn put(
    db: &Connection,
    capture: CaptureId,
    duties: &[Duty],
) -> std::result::Result<(), Trouble> {
    let id = capture.as_bytes();
    let mut numbered = Vec::with_capacity(duties.len());
    for duty in duties {
        numbered.push(NumberedDuty {
            id: duty.id,
            owners: numbers(db, &duty.owners)?,
            coordinators: numbers(db, &duty.coordinators)?,
            due: duty.due.as_deref(),
        });
    }
    match numbered.is_empty() {
        true => db
            .prepare_cached("DELETE FROM duties WHERE capture = ?1")?
            .execute([id])?,
        false => db
            .prepare_cached(
                "INSERT INTO duties (capture, tasks) VALUES (?1, ?2)
                 ON CONFLICT (capture) DO UPDATE SET tasks = excluded.tasks",
            )?
            .execute(params![id, encode(&numbered)?])?,
    };
    Ok(())
}

/// The numbers of agencies; who has none yet gets one.
fn numbers(db: &Connection, agents: &[Agent]) -> std::result::Result<Vec<u32>, Trouble> {
    let mut known = db.prepare_cached("SELECT id FROM agents WHERE name = ?1 AND agency = ?2")?;
    let mut new = db.prepare_cached("INSERT INTO agents (name, agency) VALUES (?1, ?2)")?;
    let mut all = Vec::with_capacity(agents.len());
    for agent in agents {
        let named = params![agent.name, agent.id.as_deref().unwrap_or_default()];
        let number = known.query_row(named, |row| row.get(0)).optional()?;
        all.push(match number {
            Some(number) => number,
            None => u32::try_from(new.insert(named)?).unwrap_or(u32::MAX),
        });
    }
    Ok(all)
}

/// The duties of a capture in words.
pub(super) fn of_capture(
    db: &Connection,
    capture: CaptureId,
) -> std::result::Result<Vec<Duty>, Trouble> {
    let tasks: Option<String> = db
        .prepare_cached("SELECT tasks FROM duties WHERE capture = ?1")?
        .query_row([capture.as_bytes()], |row| row.get(0))
        .optional()?;
    let Some(tasks) = tasks else {
        return Ok(Vec::new());
    };
    let numbered: Vec<NumberedDuty> = decode(&tasks)?;
    let mut by_number = db.prepare_cached("SELECT name, agency FROM agents WHERE id = ?1")?;
    let mut agents = |numbers: Vec<u32>| -> std::result::Result<Vec<Agent>, Trouble> {
        let mut all = Vec::with_capacity(numbers.len());
        for number in numbers {
            all.push(by_number.query_row([number], |row| Ok(agent(row.get(0)?, row.get(1)?)))?);
        }
        Ok(all)
    };
    let mut duties = Vec::with_capacity(numbered.len());
    for one in numbered {
        duties.push(Duty {
            id: one.id,
            owners: agents(one.owners)?,
            coordinators: agents(one.coordinators)?,
            due: one.due.map(str::to_owned),
        });
    }
    Ok(duties)
}

fn agent(name: String, agency: String) -> Agent {
    let id = Some(agency).filter(|agency| !agency.is_empty());
    Agent { name, id }
}

impl Store {
    /// Every agency that any record charges, by its number.
    pub fn agents(&self) -> Result<HashMap<u32, Agent>> {
        self.read(DOING, |db| {
            let mut statement = db.prepare_cached("SELECT id, name, agency FROM agents")?;
            let rows = statement
                .query_map([], |row| Ok((row.get(0)?, agent(row.get(1)?, row.get(2)?))))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Who must do what by each of `voices`, which stand in order of their captures: tells of those that charge
    /// somebody, with what stands beside the capture. One walk through both, since looking a hundred thousand
    /// captures up one by one takes twice as long.
    pub fn duties(
        &self,
        voices: &[(CaptureId, usize)],
        tell: &mut dyn FnMut(usize, &[NumberedDuty]),
    ) -> Result<()> {
        let (Some((first, _)), Some((last, _))) = (voices.first(), voices.last()) else {
            return Ok(());
        };
        self.read(DOING, |db| {
            let mut statement = db.prepare_cached(
                "SELECT capture, tasks FROM duties WHERE capture BETWEEN ?1 AND ?2 ORDER BY capture",
            )?;
            let mut rows = statement.query([first.as_bytes(), last.as_bytes()])?;
            let mut voices = voices.iter().peekable();
            while let Some(row) = rows.next()? {
                let capture = row.get_ref(0)?.as_blob()?;
                while voices.next_if(|(it, _)| it.as_bytes().as_slice() < capture).is_some() {}
                let speaks = voices.next_if(|(it, _)| it.as_bytes().as_slice() == capture);
                if let Some((_, at)) = speaks {
                    let duties: Vec<NumberedDuty> = decode(row.get_ref(1)?.as_str()?)?;
                    tell(*at, &duties);
                }
            }
            Ok(())
        })
    }

    /// The captures that speak for works, in order of the names of these.
    pub fn voices(&self) -> Result<Vec<CaptureId>> {
        self.read(DOING, |db| {
            let mut statement = db.prepare_cached("SELECT capture FROM voices ORDER BY work")?;
            let rows = statement.query_map([], |row| row.get(0).map(CaptureId::from_bytes))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

const DOING: &str = "đọc việc được giao";

//! A [`Task`] as far as reports over a whole library look at it: who must do it by when, in how many
//! bytes as that takes.

use serde::{Deserialize, Serialize, Serializer};

use super::{Deadline, Task};

/// An agency a task names: as written, and which one that is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Agent {
    pub name: String,
    pub id: Option<String>,
}

/// Who must do a task by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Of the task, in its record.
    pub id: u32,
    /// Chủ trì.
    pub owners: Vec<Agent>,
    /// Phối hợp.
    pub coordinators: Vec<Agent>,
    /// The day of its deadline, ISO.
    pub due: Option<String>,
}

/// A duty with its agencies by number; whoever keeps it knows who they are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct NumberedDuty<'a> {
    /// Of the task, in its record.
    pub id: u32,
    pub owners: Vec<u32>,
    pub coordinators: Vec<u32>,
    /// ISO.
    #[serde(borrow)]
    pub due: Option<&'a str>,
}

/// A list: names would be most of its bytes.
impl Serialize for NumberedDuty<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (self.id, &self.owners, &self.coordinators, self.due).serialize(to)
    }
}

/// A duty in the words of its task.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    pub duty: Duty,
    pub text: String,
    pub deadline: Option<Deadline>,
}

impl Charge {
    pub fn of(task: &Task) -> Charge {
        Charge {
            duty: Duty {
                id: task.id,
                owners: agents(&task.owners, &task.owner_ids),
                coordinators: agents(&task.coordinators, &task.coordinator_ids),
                due: task.deadline.as_ref().and_then(|it| it.due.clone()),
            },
            text: task.text.clone(),
            deadline: task.deadline.clone(),
        }
    }

    /// True if the task names somebody.
    pub fn is_somebodys(&self) -> bool {
        !self.duty.owners.is_empty() || !self.duty.coordinators.is_empty()
    }
}

fn agents(names: &[String], ids: &[Option<String>]) -> Vec<Agent> {
    let agent = |(at, name): (usize, &String)| Agent {
        name: name.clone(),
        id: ids.get(at).cloned().flatten(),
    };
    names.iter().enumerate().map(agent).collect()
}

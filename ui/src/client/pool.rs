//! The logic of the worker pool, without a browser in it: it assigns requests to workers.
//!
//! The pool decides and its driver acts. A worker holds one request at a time, so a worker that is
//! stopped or dies ends exactly one request; the waiting ones have not left the queue.

use std::collections::VecDeque;

/// A request, numbered in the order of submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

impl Ticket {
    /// Returns the number for messages.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

/// A worker, numbered in the order of creation; a replacement is another worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkerId(u64);

/// An action of the driver. Actions are carried out in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action<J> {
    /// Create a worker.
    Start(WorkerId),
    /// Post a request to a worker.
    Post(WorkerId, Ticket, J),
    /// Terminate a worker; its further messages are ignored.
    Stop(WorkerId),
}

/// The workers, up to a limit, and the queue of waiting requests.
#[derive(Debug)]
pub struct Pool<J> {
    limit: usize,
    next_ticket: u64,
    next_worker: u64,
    workers: Vec<(WorkerId, Option<Ticket>)>,
    waiting: VecDeque<(Ticket, J)>,
}

impl<J> Pool<J> {
    /// Makes a pool of at most `limit` workers, at least one. Workers are created when needed.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit: limit.max(1),
            next_ticket: 0,
            next_worker: 0,
            workers: Vec::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Adds a request.
    pub fn submit(&mut self, job: J) -> (Ticket, Vec<Action<J>>) {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.waiting.push_back((ticket, job));
        let mut actions = Vec::new();
        self.assign(&mut actions);
        (ticket, actions)
    }

    /// Notes that a worker has answered. Returns the request that it held, or `None` if the worker was
    /// terminated, so that its answer is ignored. A worker that is `spent`, such as one whose memory has
    /// grown, is not used again.
    pub fn answered(&mut self, worker: WorkerId, spent: bool) -> (Option<Ticket>, Vec<Action<J>>) {
        let mut actions = Vec::new();
        let Some(at) = self.workers.iter().position(|(id, _)| *id == worker) else {
            return (None, actions);
        };
        let ticket = self.workers[at].1.take();
        if spent {
            self.workers.remove(at);
            actions.push(Action::Stop(worker));
        }
        self.assign(&mut actions);
        (ticket, actions)
    }

    /// Notes that a worker has died. Returns the request that it held.
    pub fn died(&mut self, worker: WorkerId) -> (Option<Ticket>, Vec<Action<J>>) {
        self.answered(worker, true)
    }

    /// Returns the request that a worker holds.
    #[must_use]
    pub fn request_of(&self, worker: WorkerId) -> Option<Ticket> {
        self.workers.iter().find(|(id, _)| *id == worker).and_then(|(_, ticket)| *ticket)
    }

    /// Cancels a request. Returns true if it had not ended.
    pub fn cancel(&mut self, ticket: Ticket) -> (bool, Vec<Action<J>>) {
        let mut actions = Vec::new();
        if let Some(at) = self.waiting.iter().position(|(t, _)| *t == ticket) {
            self.waiting.remove(at);
            return (true, actions);
        }
        // Work cannot be interrupted from outside, so the worker is terminated.
        let Some(at) = self.workers.iter().position(|(_, t)| *t == Some(ticket)) else {
            return (false, actions);
        };
        actions.push(Action::Stop(self.workers.remove(at).0));
        self.assign(&mut actions);
        (true, actions)
    }

    fn assign(&mut self, actions: &mut Vec<Action<J>>) {
        while !self.waiting.is_empty() {
            let idle = match self.workers.iter().position(|(_, ticket)| ticket.is_none()) {
                Some(at) => at,
                None if self.workers.len() < self.limit => {
                    let id = WorkerId(self.next_worker);
                    self.next_worker += 1;
                    self.workers.push((id, None));
                    actions.push(Action::Start(id));
                    self.workers.len() - 1
                }
                None => return,
            };
            let Some((ticket, job)) = self.waiting.pop_front() else { return };
            self.workers[idle].1 = Some(ticket);
            actions.push(Action::Post(self.workers[idle].0, ticket, job));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// Fake workers: alive until stopped, each holding at most one request.
    #[derive(Default)]
    struct FakeWorkers {
        alive: BTreeMap<WorkerId, Option<Ticket>>,
        posted: Vec<Ticket>,
    }

    impl FakeWorkers {
        fn act(&mut self, actions: Vec<Action<&'static str>>) {
            for action in actions {
                match action {
                    Action::Start(id) => assert!(self.alive.insert(id, None).is_none()),
                    Action::Post(id, ticket, _) => {
                        let slot = self.alive.get_mut(&id).expect("posted to a living worker");
                        assert_eq!(slot.replace(ticket), None, "one request at a time");
                        self.posted.push(ticket);
                    }
                    Action::Stop(id) => assert!(self.alive.remove(&id).is_some()),
                }
            }
        }

        fn holder(&self, ticket: Ticket) -> Option<WorkerId> {
            self.alive.iter().find(|(_, t)| **t == Some(ticket)).map(|(id, _)| *id)
        }

        fn answer(&mut self, pool: &mut Pool<&'static str>, ticket: Ticket) {
            let id = self.holder(ticket).expect("running");
            self.alive.insert(id, None);
            let (done, actions) = pool.answered(id, false);
            assert_eq!(done, Some(ticket));
            self.act(actions);
        }
    }

    fn filled(limit: usize, jobs: usize) -> (Pool<&'static str>, FakeWorkers, Vec<Ticket>) {
        let (mut pool, mut fake) = (Pool::new(limit), FakeWorkers::default());
        let tickets = (0..jobs)
            .map(|_| {
                let (ticket, actions) = pool.submit("job");
                fake.act(actions);
                ticket
            })
            .collect();
        (pool, fake, tickets)
    }

    #[test]
    fn workers_are_made_on_demand_up_to_the_limit_and_used_again() {
        let (mut pool, mut fake, t) = filled(2, 3);
        assert_eq!(fake.alive.len(), 2);
        assert_eq!(fake.posted, [t[0], t[1]]);
        fake.answer(&mut pool, t[1]);
        assert_eq!(fake.posted, t);
        assert_eq!(fake.alive.len(), 2);
    }

    #[test]
    fn a_crash_takes_one_request_and_a_new_worker_does_the_rest() {
        let (mut pool, mut fake, t) = filled(1, 3);
        let dead = fake.holder(t[0]).unwrap();
        let (lost, actions) = pool.died(dead);
        assert_eq!(lost, Some(t[0]));
        fake.act(actions);
        assert_eq!(fake.posted, [t[0], t[1]]);
        assert_ne!(fake.holder(t[1]), Some(dead), "a dead worker is never used again");
        fake.answer(&mut pool, t[1]);
        fake.answer(&mut pool, t[2]);
    }

    #[test]
    fn cancelling_what_runs_stops_its_worker_and_nothing_else() {
        let (mut pool, mut fake, t) = filled(2, 4);
        let (stopped, other) = (fake.holder(t[0]).unwrap(), fake.holder(t[1]).unwrap());
        let (open, actions) = pool.cancel(t[0]);
        assert!(open);
        fake.act(actions);
        assert!(!fake.alive.contains_key(&stopped));
        assert_eq!(fake.holder(t[1]), Some(other));
        assert!(fake.holder(t[2]).is_some(), "the next request goes to the replacement");
        assert_eq!(pool.answered(stopped, false), (None, vec![]), "a late answer is void");
    }

    #[test]
    fn cancelling_what_waits_stops_nothing() {
        let (mut pool, mut fake, t) = filled(1, 3);
        assert_eq!(pool.cancel(t[1]), (true, vec![]));
        assert_eq!(pool.cancel(t[1]), (false, vec![]));
        fake.answer(&mut pool, t[0]);
        assert_eq!(fake.posted, [t[0], t[2]]);
        fake.answer(&mut pool, t[2]);
        assert_eq!(pool.cancel(t[2]), (false, vec![]));
    }

    #[test]
    fn a_spent_worker_is_replaced_after_its_answer() {
        let (mut pool, mut fake, t) = filled(1, 2);
        let first = fake.holder(t[0]).unwrap();
        let (done, actions) = pool.answered(first, true);
        assert_eq!(done, Some(t[0]));
        fake.act(actions);
        assert!(fake.holder(t[1]).is_some_and(|id| id != first));
    }

    proptest! {
        /// Whatever happens in whatever order, each request ends exactly once.
        #[test]
        fn every_request_ends_once(limit in 1usize..4, steps in prop::collection::vec((0u8..4, 0usize..8), 0..60)) {
            let (mut pool, mut fake) = (Pool::new(limit), FakeWorkers::default());
            let mut open = BTreeSet::new();
            for (step, pick) in steps {
                let running: Vec<WorkerId> =
                    fake.alive.iter().filter(|(_, t)| t.is_some()).map(|(id, _)| *id).collect();
                let chosen = running.get(pick % running.len().max(1)).copied();
                match (step, chosen) {
                    (0, _) => {
                        let (ticket, actions) = pool.submit("job");
                        fake.act(actions);
                        open.insert(ticket);
                    }
                    (1, Some(id)) => {
                        fake.alive.insert(id, None);
                        let (done, actions) = pool.answered(id, pick == 0);
                        prop_assert!(open.remove(&done.unwrap()));
                        fake.act(actions);
                    }
                    (2, Some(id)) => {
                        let (lost, actions) = pool.died(id);
                        prop_assert!(open.remove(&lost.unwrap()));
                        fake.act(actions);
                    }
                    (3, _) => {
                        if let Some(&ticket) = open.iter().nth(pick % open.len().max(1)) {
                            let (was_open, actions) = pool.cancel(ticket);
                            prop_assert!(was_open && open.remove(&ticket));
                            fake.act(actions);
                        }
                    }
                    _ => {}
                }
                prop_assert!(fake.alive.len() <= limit);
                let busy = fake.alive.values().flatten().count();
                prop_assert!(busy == limit.min(open.len()), "no request waits while a worker is idle");
            }
            // The open requests end with an answer.
            while let Some(id) = fake.alive.iter().find_map(|(id, t)| t.is_some().then_some(*id)) {
                fake.alive.insert(id, None);
                let (done, actions) = pool.answered(id, false);
                prop_assert!(open.remove(&done.unwrap()));
                fake.act(actions);
            }
            prop_assert!(open.is_empty(), "requests that never ended: {open:?}");
        }
    }
}

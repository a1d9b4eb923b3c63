//! Whatever several reviewers do, merging their sessions loses nothing and depends on no order.

use proptest::prelude::*;

use super::*;

/// Something that one of several reviewers does.
#[derive(Debug, Clone)]
enum Step {
    File { reviewer: usize, sha: u8, path: u8, hour: i8, findings: usize },
    Failed { reviewer: usize, path: u8, hour: i8 },
    Decide { reviewer: usize, sha: u8, hour: i8, decision: usize },
    Assign { reviewer: usize, hour: i8, owner: u8 },
    Undo { reviewer: usize, which: usize, hour: i8 },
    Take { reviewer: usize, from: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let reviewer = 0usize..3;
    prop_oneof![
        (reviewer.clone(), 0u8..4, 0u8..3, 0i8..24, 0usize..3).prop_map(
            |(reviewer, sha, path, hour, findings)| Step::File {
                reviewer,
                sha,
                path,
                hour,
                findings
            }
        ),
        (reviewer.clone(), 0u8..3, 0i8..24).prop_map(|(reviewer, path, hour)| Step::Failed {
            reviewer,
            path,
            hour
        }),
        (reviewer.clone(), 0u8..4, 0i8..24, 0usize..5).prop_map(
            |(reviewer, sha, hour, decision)| Step::Decide { reviewer, sha, hour, decision }
        ),
        (reviewer.clone(), 0i8..24, 0u8..3).prop_map(|(reviewer, hour, owner)| Step::Assign {
            reviewer,
            hour,
            owner
        }),
        (reviewer.clone(), 0usize..8, 0i8..24).prop_map(|(reviewer, which, hour)| Step::Undo {
            reviewer,
            which,
            hour
        }),
        (reviewer, 0usize..3).prop_map(|(reviewer, from)| Step::Take { reviewer, from }),
    ]
}

fn played(steps: Vec<Step>) -> [Session; 3] {
    let mut all = [Session::new(), Session::new(), Session::new()];
    let name = |reviewer: usize| format!("審査{reviewer}");
    for step in steps {
        match step {
            Step::File { reviewer, sha, path, hour, findings } => {
                let findings = (0..findings).map(|_| make::pia_001()).collect();
                let one = package(&format!("{path}.zip"), &sha.to_string(), vec![], findings);
                sent(&mut all[reviewer], at(20, hour), &one);
            }
            Step::Failed { reviewer, path, hour } => {
                let finding = &make::zip_026(word::Zip026::Gone, format!("{reviewer}"));
                let failed =
                    NotRead { seen: at(20, hour), at: at(20, hour), finding: finding.into() };
                all[reviewer].add_not_read(&format!("{path}.zip"), failed);
            }
            Step::Decide { reviewer, sha, hour, decision } => {
                let act = decide(
                    otaru(),
                    &Sha256Hex(sha.to_string().repeat(64)),
                    Decision::ALL[decision],
                );
                all[reviewer].act(at(20, hour), &name(reviewer), act);
            }
            Step::Assign { reviewer, hour, owner } => {
                let act = Act::Assign { applicant: otaru(), owner: Some(name(owner.into())) };
                all[reviewer].act(at(20, hour), &name(reviewer), act);
            }
            Step::Undo { reviewer, which, hour } => {
                let id = all[reviewer].events().get(which).map(|(id, _)| (*id).clone());
                if let Some(id) = id {
                    all[reviewer].undo(at(20, hour), &name(reviewer), &id);
                }
            }
            Step::Take { reviewer, from } => {
                let other = all[from].clone();
                all[reviewer].merge(other);
            }
        }
    }
    all
}

fn merged(sessions: &[&Session]) -> Session {
    let mut out = Session::new();
    for session in sessions {
        out.merge((*session).clone());
    }
    out
}

proptest! {
    #[test]
    fn merging_depends_on_no_order_and_loses_nothing(steps in prop::collection::vec(step(), 0..40)) {
        let [a, b, c] = &played(steps);
        prop_assert_eq!(merged(&[a, b]), merged(&[b, a]));
        prop_assert_eq!(merged(&[a, b, c]), merged(&[a, &merged(&[b, c])]));
        prop_assert_eq!(&merged(&[a, a]), a);
        let all = merged(&[a, b, c]);
        prop_assert_eq!(&merged(&[&all, b]), &all);
        for one in [a, b, c] {
            for (id, event) in one.events() {
                prop_assert_eq!(all.event(id), Some(event));
            }
        }
        prop_assert_eq!(&read(&write(&all)).unwrap(), &all);
        // Whatever happened, every applicant has a state, and no file is without a place.
        let rows = all.rows();
        let placed: usize = rows.iter().flat_map(|r| &r.rounds).map(|r| r.submissions.len()).sum();
        prop_assert_eq!(placed + all.unattributed().len(), all.submissions().count());
    }
}

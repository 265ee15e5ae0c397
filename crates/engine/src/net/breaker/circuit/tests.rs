use super::*;

/// A circuit and a clock that is moved by hand.
struct Scene {
    circuit: Circuit,
    now: Instant,
}

impl Scene {
    fn new() -> Self {
        Self { circuit: Circuit::new(CircuitPolicy::default()), now: Instant::now() }
    }

    fn wait(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    /// Makes a call; false when it was not let through.
    fn call(&mut self, outcome: Outcome) -> bool {
        match self.circuit.admit(self.now) {
            Ok(admission) => {
                self.circuit.settle(admission, outcome, self.now);
                true
            }
            Err(_) => false,
        }
    }

    fn state(&self) -> CircuitState {
        self.circuit.snapshot(Uuid::nil(), self.now).state
    }
}

#[test]
fn a_circuit_opens_when_half_of_ten_calls_fail() {
    let mut scene = Scene::new();
    for _ in 0..5 {
        scene.call(Outcome::Success);
    }
    for _ in 0..4 {
        scene.call(Outcome::Failure);
    }
    assert_eq!(scene.state(), CircuitState::Closed);
    scene.call(Outcome::Failure);
    assert_eq!(scene.state(), CircuitState::Open);
    assert!(!scene.call(Outcome::Success));
}

#[test]
fn a_few_failures_and_neutral_outcomes_open_nothing() {
    let mut scene = Scene::new();
    for _ in 0..9 {
        scene.call(Outcome::Failure);
    }
    for _ in 0..100 {
        scene.call(Outcome::Neutral);
    }
    assert_eq!(scene.state(), CircuitState::Closed);
}

#[test]
fn failures_older_than_the_window_are_forgotten() {
    let mut scene = Scene::new();
    for _ in 0..9 {
        scene.call(Outcome::Failure);
    }
    scene.wait(30);
    scene.call(Outcome::Failure);
    assert_eq!(scene.state(), CircuitState::Closed);
    assert_eq!(scene.circuit.snapshot(Uuid::nil(), scene.now).calls, 1);
}

#[test]
fn five_calls_in_a_row_without_a_connection_open_it() {
    let mut scene = Scene::new();
    for _ in 0..4 {
        scene.call(Outcome::NoConnection);
    }
    scene.call(Outcome::Success);
    for _ in 0..4 {
        scene.call(Outcome::NoConnection);
    }
    assert_eq!(scene.state(), CircuitState::Closed);
    scene.call(Outcome::NoConnection);
    assert_eq!(scene.state(), CircuitState::Open);
}

fn open() -> Scene {
    let mut scene = Scene::new();
    for _ in 0..5 {
        scene.call(Outcome::NoConnection);
    }
    scene
}

#[test]
fn after_the_pause_one_probe_is_let_through() {
    let mut scene = open();
    scene.wait(14);
    assert_eq!(scene.circuit.admit(scene.now), Err(Duration::from_secs(1)));
    scene.wait(1);
    assert_eq!(scene.state(), CircuitState::HalfOpen);
    assert_eq!(scene.circuit.admit(scene.now), Ok(Admission::Probe));
    assert_eq!(scene.circuit.admit(scene.now), Err(PROBE_PATIENCE));
    assert_eq!(scene.state(), CircuitState::HalfOpen);
}

#[test]
fn a_probe_that_succeeds_closes_it_and_forgets_everything() {
    let mut scene = open();
    scene.wait(15);
    assert!(scene.call(Outcome::Success));
    assert_eq!(scene.state(), CircuitState::Closed);
    assert!(scene.circuit.is_quiet());
}

#[test]
fn each_probe_that_fails_doubles_the_pause_up_to_two_minutes() {
    let mut scene = open();
    for pause in [15, 30, 60, 120, 120] {
        scene.wait(pause - 1);
        assert!(!scene.call(Outcome::Failure), "{pause}");
        scene.wait(1);
        assert!(scene.call(Outcome::Failure), "{pause}");
    }
}

#[test]
fn a_late_answer_from_before_changes_nothing() {
    let mut scene = Scene::new();
    let early = scene.circuit.admit(scene.now).unwrap();
    for _ in 0..5 {
        scene.call(Outcome::NoConnection);
    }
    scene.circuit.settle(early, Outcome::Success, scene.now);
    assert_eq!(scene.state(), CircuitState::Open);
}

//! One round of load by wrk, a client that nobody here wrote.

use crate::error::BenchError;
use std::path::Path;
use std::process::Command;

/// What to load, and how.
pub struct Round<'a> {
    /// Where the POST goes.
    pub url: &'a str,
    /// `Authorization`'s value, if it needs one.
    pub authorization: Option<&'a str>,
    /// What is posted.
    pub content: Content<'a>,
    /// Open connections.
    pub connections: u32,
    /// How long.
    pub seconds: u32,
}

/// The JSON bodies of a round.
#[derive(Clone, Copy)]
pub enum Content<'a> {
    /// The same each time.
    Same(&'a str),
    /// Each time another: `NUMBER` stands for a number that never comes twice in a round, `ROUND` for one that is this
    /// round's. With `times` such texts in `around`, where `BODIES` stands for them.
    Numbered {
        /// One text.
        one: &'a str,
        /// How many of them.
        times: u32,
        /// What is around them.
        around: &'a str,
        /// This round's number.
        round: u32,
    },
}

impl Content<'_> {
    fn script(self) -> String {
        match self {
            Self::Same(body) => format!("wrk.body = [[{body}]]\n"),
            Self::Numbered { one, times, around, round } => {
                let one = one.replace("ROUND", &round.to_string());
                format!(
                    "local number = 0\nlocal one, around = [[{one}]], [[{around}]]\n\
                     request = function()\n  local all = {{}}\n  for i = 1, {times} do\n    number = number + 1\n    \
                     all[i] = string.gsub(one, \"NUMBER\", tostring(number))\n  end\n  \
                     local bodies = string.gsub(table.concat(all, \",\"), \"%%\", \"%%%%\")\n  \
                     local body = string.gsub(around, \"BODIES\", bodies)\n  return wrk.format(nil, nil, nil, body)\nend\n"
                )
            }
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Requests a second.
    pub throughput: f64,
    /// Median latency in milliseconds.
    pub p50_ms: f64,
    /// 99th percentile in milliseconds.
    pub p99_ms: f64,
    /// Requests in all.
    pub requests: u64,
}

/// Runs it. A round with a single answer that is no success is no measurement.
pub fn run(round: &Round<'_>, folder: &Path) -> Result<Figures, BenchError> {
    let script = folder.join("round.lua");
    let authorization =
        round.authorization.map(|value| format!("wrk.headers[\"Authorization\"] = \"{value}\"\n")).unwrap_or_default();
    let text = format!(
        "wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\n{authorization}{}",
        round.content.script()
    );
    std::fs::write(&script, text).map_err(BenchError::io("writing the script of wrk"))?;
    let output = Command::new("wrk")
        .args(["--latency", "-t1", &format!("-c{}", round.connections), &format!("-d{}s", round.seconds), "-s"])
        .arg(&script)
        .arg(round.url)
        .output()
        .map_err(BenchError::io("running wrk (scripts/setup bench installs it)"))?;
    read(&String::from_utf8_lossy(&output.stdout))
}

fn read(text: &str) -> Result<Figures, BenchError> {
    if let Some(line) = text.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors")) {
        return Err(BenchError::Load(line.trim().to_owned()));
    }
    let missing = || BenchError::Load(format!("unexpected output:\n{text}"));
    let after =
        |label: &str| text.lines().find_map(|line| line.trim().strip_prefix(label).map(|rest| rest.trim().to_owned()));
    Ok(Figures {
        throughput: after("Requests/sec:").and_then(|value| value.parse().ok()).ok_or_else(missing)?,
        p50_ms: after("50%").and_then(|value| milliseconds(&value)).ok_or_else(missing)?,
        p99_ms: after("99%").and_then(|value| milliseconds(&value)).ok_or_else(missing)?,
        requests: text
            .lines()
            .find_map(|line| line.trim().split_once(" requests in")?.0.parse().ok())
            .ok_or_else(missing)?,
    })
}

/// `812.00us`, `1.25ms`, `1.02s`.
fn milliseconds(text: &str) -> Option<f64> {
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1000.0)];
    units.into_iter().find_map(|(unit, factor)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "Running 1s test @ http://x\n  Latency Distribution\n     50%  812.00us\n     75%    1.00ms\n     90%    2.00ms\n     99%    1.02s\n  18204 requests in 1.00s, 3.00MB read\nRequests/sec:  18204.50\n";

    #[test]
    fn the_figures_of_wrk_are_read_in_their_units() {
        let figures = read(OUTPUT).unwrap();
        assert_eq!((figures.requests, figures.throughput), (18204, 18204.5));
        assert!((figures.p50_ms - 0.812).abs() < 1e-9 && (figures.p99_ms - 1020.0).abs() < 1e-9);
    }

    #[test]
    fn a_round_with_refusals_is_no_measurement() {
        assert!(read(&format!("{OUTPUT}  Non-2xx or 3xx responses: 3\n")).is_err());
    }
}

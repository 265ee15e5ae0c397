# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, which compiler builds what, and how a step is shown and timed.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1
export LC_ALL=C.UTF-8 # EPOCHREALTIME with a point, sort order and messages the same everywhere

WASM_TARGET=wasm32-unknown-unknown
# The browser's build has its own folder: with one compiler for the host and another for WASM they would evict each other.
WASM_TARGET_DIR=$ROOT/target/wasm
MIN_RUST=1.94
# The scripts look for what they built where they told cargo to put it, whatever the caller's shell says.
export CARGO_TARGET_DIR=$ROOT/target
# Builds read the committed .sqlx: a DATABASE_URL that is meant for the server must not be asked by the query macros.
export SQLX_OFFLINE=${SQLX_OFFLINE:-true}

# --- steps -----------------------------------------------------------------

STEP_NAMES=() STEP_TIMES=() STEP_NOW='' STEP_STARTED=0 BESIDE=''

now_ms() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }
seconds() { printf '%d.%d s' $(($1 / 1000)) $(($1 % 1000 / 100)); }
die() { echo "error: $*" >&2; exit 1; }

# Runs a command as a named step. The command is not called inside a condition, so `set -e` stays alive in it;
# a failure is reported by the EXIT trap (step_summary), which knows the step's name from STEP_NOW.
step() {
  STEP_NOW=$1 STEP_STARTED=$(now_ms)
  shift
  echo "==> $STEP_NOW"
  "$@"
  local took=$(($(now_ms) - STEP_STARTED))
  echo "    $STEP_NOW: $(seconds $took)"
  STEP_NAMES+=("$STEP_NOW") STEP_TIMES+=("$took") STEP_NOW=''
}

# Starts a program beside the steps that follow, with no less of the machine than they have: a build that is mostly one
# thread would else be what everybody waits for at the end. `await_beside`, as a step of its own, shows what it
# printed and fails if it did. One at a time.
beside() {
  mkdir -p target
  setsid "$@" >target/beside.log 2>&1 </dev/null &
  BESIDE=$!
}
await_beside() {
  local status=0
  wait "$BESIDE" || status=$?
  BESIDE=''
  cat target/beside.log
  return $status
}
end_beside() { if [ -n "$BESIDE" ]; then kill -- "-$BESIDE" 2>/dev/null || true; fi; } # with all that it started

# The table at the end; call it from an EXIT trap with the exit status.
step_summary() {
  local status=$1 i total=0
  echo
  for i in "${!STEP_NAMES[@]}"; do
    printf '%-44s %10s\n' "${STEP_NAMES[i]}" "$(seconds "${STEP_TIMES[i]}")"
    total=$((total + STEP_TIMES[i]))
  done
  if [ -n "$STEP_NOW" ]; then
    local took=$(($(now_ms) - STEP_STARTED))
    printf '%-44s %10s   <-- FAILED\n' "$STEP_NOW" "$(seconds $took)"
    total=$((total + took))
  fi
  printf '%-44s %10s\n' total "$(seconds $total)"
  [ "$status" = 0 ] && echo "all passed" || echo "failed (exit status $status)"
}

# --- tools -----------------------------------------------------------------

have() { command -v "$1" >/dev/null 2>&1; }

# Whether version $1 is at least $2.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif ! have sudo; then die "this needs root and there is no sudo: $*"
  # Without a terminal a password prompt would hang a build server.
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@"; fi
}

# The version of the rustc that belongs to a toolchain ('' = the default one), empty when there is none.
rustc_version() {
  local out
  out=$(${1:+env RUSTUP_TOOLCHAIN="$1"} rustc -V 2>/dev/null) || return 0
  out=${out#rustc }
  echo "${out%% *}"
}

# With bitcode in it: a standard library without (what a plain -Z build-std makes) only fails at the very end of a build with LTO.
has_wasm_std() {
  local libdir
  libdir=$(${1:+env RUSTUP_TOOLCHAIN="$1"} rustc --print target-libdir --target $WASM_TARGET 2>/dev/null) || return 1
  grep -qa '\.llvmbc' "$libdir"/libstd-*.rlib 2>/dev/null
}

# Chooses the compilers: the default toolchain for everything when it can; otherwise the one that setup made
# of Debian's packages for WASM, and for the host too when the default is too old.
# Sets HOST_TOOLCHAIN and WASM_TOOLCHAIN, each '' for the default; fails when setup has to run first.
choose_toolchains() {
  local version
  HOST_TOOLCHAIN='' WASM_TOOLCHAIN=''
  have cargo || return 1
  version=$(rustc_version '')
  if [ -z "$version" ] || ! at_least "$version" $MIN_RUST; then HOST_TOOLCHAIN=debian; fi
  [ -z "$HOST_TOOLCHAIN" ] && has_wasm_std '' && return 0
  WASM_TOOLCHAIN=debian
  version=$(rustc_version debian)
  [ -n "$version" ] && at_least "$version" $MIN_RUST && has_wasm_std debian
}

host_cargo() { env ${HOST_TOOLCHAIN:+RUSTUP_TOOLCHAIN="$HOST_TOOLCHAIN"} cargo "$@"; }
# The library of the browser stays out: built beside the server it would switch on both of Leptos's sides.
host_clippy() { host_cargo clippy --quiet --workspace --exclude patchbay-hydrate --all-targets -- -D warnings; }
wasm_cargo() { env ${WASM_TOOLCHAIN:+RUSTUP_TOOLCHAIN="$WASM_TOOLCHAIN"} CARGO_TARGET_DIR="$WASM_TARGET_DIR" cargo "$@"; }

# The folder with initdb and pg_ctl: Debian keeps them off the PATH. The newest wins.
postgres_bin() {
  local dir
  dir=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n1)
  if [ -n "$dir" ]; then dirname "$dir"; return; fi
  if have pg_config && [ -x "$(pg_config --bindir)/initdb" ]; then pg_config --bindir; return; fi
  if have initdb; then dirname "$(command -v initdb)"; return; fi
  return 1
}

wasm_opt() {
  if have wasm-opt; then command -v wasm-opt
  elif [ -x end2end/node_modules/.bin/wasm-opt ]; then echo "$ROOT/end2end/node_modules/.bin/wasm-opt"
  else return 1; fi
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Waits until a URL answers 2xx, or the process behind it is gone.
wait_for_url() { # URL PID SECONDS
  local i
  for ((i = 0; i < $3 * 10; i++)); do
    curl -fsS -o /dev/null -m 2 "$1" 2>/dev/null && return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# SPDX-License-Identifier: Apache-2.0
# Sourced by the other scripts: where things lie, and the one set of build flags.
# Flags are part of the build's key: another set rebuilds every package, so everybody uses this one.

root=$(cd "$(dirname "$0")/.." && pwd)
cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/wayhouse"
build_dir="${WAYHOUSE_BUILD_DIR:-$cache/build}"
venv="$cache/venv"
flags="-Xcc -g0 -Xcxx -g0"

say() { printf '%s\n' "wayhouse: $*" >&2; }
stop() {
    say "$@"
    exit 1
}

# What scripts of this folder begin with: a place of their own, the program, and tools of Debian. To be read with `source`.

# `need COMMAND PACKAGE`: a tool, installed where apt-get can do that, else named.
need() {
    if command -v "$1" >/dev/null; then return; fi
    apt-get update >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$2" >/dev/null 2>&1 || true
    if ! command -v "$1" >/dev/null; then
        echo "$(basename "$0"): $1 is not there and could not be installed: install the package $2"
        exit 1
    fi
}

# The path of the program: the one that MKBA names, else a build of now.
the_program() {
    if [ -n "${MKBA:-}" ]; then
        realpath "$MKBA"
        return
    fi
    cargo build --locked --quiet --release --bin mkba >&2
    realpath "${CARGO_TARGET_DIR:-target}/release/mkba"
}

# `unoptimised COMMAND...`: a release build without optimising. That may change no digit either, and takes a third of the time.
unoptimised() {
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 "$@"
}

#!/usr/bin/env bash
# The program for Windows gives the bytes of this machine: `result.json` of three runs, under wine. Needs Rust with the target
# x86_64-pc-windows-gnu, mingw-w64 and wine64; what is not there is installed where apt-get can do that, else named.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/outside/common/need.sh
need x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64
need /usr/lib/wine/wine64 wine64

work=$(mktemp -d)
# The server of wine may still write there for a moment.
trap 'rm -rf "$work" 2>/dev/null || { sleep 3; rm -rf "$work" || true; }' EXIT
program=$(the_program)
exe=${MKBA_EXE:-}
if [ -z "$exe" ]; then
    unoptimised python3 packaging/build windows --out "$work/dist"
    exe=$work/dist/mkba.exe
fi
cp "$exe" "$work/mkba.exe"

# wine 8 lacks `bcryptprimitives.dll`, from which the standard library of Rust takes its random numbers: for this test alone a
# library of a few lines stands beside the program. No figure depends on it.
cat >"$work/stub.c" <<'END'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID more) { return TRUE; }
END
x86_64-w64-mingw32-gcc -shared -o "$work/bcryptprimitives.dll" "$work/stub.c" -ladvapi32

export WINEPREFIX=$work/wine WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=;bcryptprimitives=n" LC_ALL=C.UTF-8
cd "$work"
passed=0
for arguments in "gebit --draws 64" "meneer-l --draws 64 --households 20" "baanverlies --draws 16 --households 50 --seed 7"; do
    rm -rf here there
    # shellcheck disable=SC2086
    "$program" run $arguments --quiet --out here >/dev/null
    # shellcheck disable=SC2086
    /usr/lib/wine/wine64 ./mkba.exe run $arguments --quiet --out there >/dev/null
    cmp here/result.json there/result.json || { echo "windows: other bytes for $arguments"; exit 1; }
    passed=$((passed + 1))
done
echo "windows: $passed passed, 0 failed"

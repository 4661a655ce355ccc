# For ./run and ./check, which source it in the repository's root: what has to be there before
# the build (Debian packages), and the build. Quiet unless something goes wrong.

BASE_PACKAGES="make:make gcc:gcc /usr/include/stdio.h:libc6-dev autoconf:autoconf
    automake:automake pkg-config:pkg-config python3:python3-minimal
    /usr/share/doc/python3/copyright:python3
    musl-gcc:musl-tools x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64-posix
    /usr/x86_64-w64-mingw32/include/windows.h:mingw-w64-x86-64-dev
    /usr/x86_64-w64-mingw32/lib/libgcrypt.a:libgcrypt-mingw-w64-dev"

fail()
{
    echo "$0: $*" >&2
    exit 1
}

# A file (with a slash) or a command that is there already needs no package, wherever it is from.
present()
{
    case $1 in
    */*) [ -e "$1" ] ;;
    *) command -v "$1" > /dev/null 2>&1 ;;
    esac
}

as_root()
{
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        command -v sudo > /dev/null || fail "neither root nor sudo, cannot install packages"
        sudo "$@"
    fi
}

apt_install()
{
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# need THING:PACKAGE... installs the packages whose THING is not there.
need()
{
    missing=
    for entry in "$@"; do
        present "${entry%%:*}" || missing="$missing ${entry#*:}"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get > /dev/null || fail "please install what Debian calls:$missing"
    echo "$0: installing$missing" >&2
    rm -f build/Makefile # so that configure runs again, and sees them
    # shellcheck disable=SC2086
    logged apt_install $missing && return 0
    logged as_root apt-get update -qq || show_log
    # shellcheck disable=SC2086
    logged apt_install $missing || show_log
}

logged()
{
    "$@" >> build/prepare.log 2>&1
}

show_log()
{
    tail -n 40 build/prepare.log >&2
    fail "failed; the whole log is build/prepare.log"
}

start_log()
{
    mkdir -p build
    : > build/prepare.log
}

configure_and_make()
{
    if [ ! -f configure ]; then
        logged ./bootstrap || show_log
    fi
    tools/list-modules
    if [ ! -f build/Makefile ]; then
        echo "$0: building in build/; the log is build/prepare.log" >&2
        (cd build && logged_here ../configure) || show_log
    fi
    logged make -C build -j"$(nproc)" || show_log
}

logged_here()
{
    "$@" >> prepare.log 2>&1
}

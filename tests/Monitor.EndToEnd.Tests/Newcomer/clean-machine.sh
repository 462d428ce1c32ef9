#!/bin/bash
# A clean machine for one run: clean-machine.sh REPOSITORY PROGRAM STEPS OUT, as root, in mount, network and process namespaces of its own (unshare).
# Whatever is written to /etc, /opt, /srv, /home, /root, /usr/local, /var and the clone goes to a memory disk and is gone with the namespace.
# STEPS holds the blocks of a page as NNN.steps; OUT takes the log and what is left in the end.
set -eu -o pipefail
repository=$1 program=$2 steps=$3 out=$4
dotnet_root=${DOTNET_ROOT:-/usr/share/dotnet}

mount --make-rprivate /
mount -t proc proc /proc
disk=$(mktemp -d)
mount -t tmpfs -o mode=0755 tmpfs "$disk"
# What lies below folders that are about to be covered stays in reach here.
mkdir "$disk"/{repository,program,dotnet,steps,out}
mount --bind "$repository" "$disk/repository"
mount --bind "$program" "$disk/program"
mount --bind "$dotnet_root" "$disk/dotnet"
mount --bind "$steps" "$disk/steps"
mount --bind "$out" "$disk/out"
clone=/usr/src/monitor

# cover FOLDER [BELOW]: what is written to FOLDER goes to the memory disk; BELOW is what is seen there otherwise.
cover() {
    local name=${1//\//_}
    mkdir "$disk/up$name" "$disk/work$name"
    chmod --reference="${2:-$1}" "$disk/up$name"
    mount -t overlay -o "lowerdir=${2:-$1},upperdir=$disk/up$name,workdir=$disk/work$name" overlay "$1"
}
for folder in /etc /opt /srv /home /usr/local /usr/src /var; do cover "$folder"; done
mkdir -p "$clone"
cover "$clone" "$disk/repository"
# Root's own shell is the owner's business and none of a clean machine's.
mount -t tmpfs -o mode=0700 tmpfs /root
mount -t tmpfs -o mode=0755 tmpfs /run
ip link set lo up
# Where every user may read them, whatever the folders are that they came from.
cp -r "$disk/program" /usr/local/lib/monitor-built
chmod -R a+rX /usr/local/lib/monitor-built
mkdir -p /etc/dotnet /usr/local/lib/dotnet-built
mount --bind "$disk/dotnet" /usr/local/lib/dotnet-built
echo /usr/local/lib/dotnet-built >/etc/dotnet/install_location
rm -f /etc/dotnet/install_location_*

# ---- stand-ins: what a container has not, each refusing every argument that it does not know --------------------------------------------------------
cat >/usr/local/bin/systemctl <<'STANDIN'
#!/bin/bash
# Reads the unit as systemd does, as far as the daemon's start depends on it.
set -eu -o pipefail
unit=/etc/systemd/system/monitor.service log=/var/log/monitor.log pid=/run/monitor.pid
value() { grep -hE "^$1=" "$unit" | tail -1 | cut -d= -f2-; }
start() {
    [ -e /run/unit-loaded ] || { echo "systemctl: daemon-reload first" >&2; exit 64; }
    local user group words name
    user=$(value User) group=$(value Group)
    name=$(value StateDirectory); install -d -o "$user" -g "$group" -m "$(value StateDirectoryMode)" "/var/lib/$name"
    name=$(value RuntimeDirectory); install -d -o "$user" -g "$group" -m "$(value RuntimeDirectoryMode)" "/run/$name"
    mapfile -t words < <(grep -hE '^Environment=' "$unit" | cut -d= -f2-)
    name=$(value EnvironmentFile); name=${name#-}
    [ ! -e "$name" ] || mapfile -t -O "${#words[@]}" words < <(grep -E '^[A-Za-z]' "$name")
    : >"$log"
    cd "$(value WorkingDirectory)"
    umask "$(value UMask)"
    setsid setpriv --reuid="$user" --regid="$group" --groups="$(getent group "$(value SupplementaryGroups)" | cut -d: -f3)" \
        env -i PATH=/usr/bin:/bin "${words[@]}" $(value ExecStart) </dev/null >>"$log" 2>&1 &
    echo $! >"$pid"
    for _ in $(seq 600); do
        if grep -qE '^Daemon siap di |^The daemon is ready ' "$log"; then return; fi
        kill -0 "$(cat "$pid")" 2>/dev/null || break
        sleep 0.5
    done
    cat "$log" >&2
    exit 1
}
stop() {
    local daemon=$(cat "$pid")
    # What is stopped already is stopped, as with systemd.
    kill -TERM "$daemon" 2>/dev/null || return 0
    for _ in $(seq "$(($(value TimeoutStopSec) * 20))"); do [ -e "/proc/$daemon/exe" ] || return 0; sleep 0.5; done
    exit 1
}
case "$*" in
    daemon-reload) test -e "$unit" && touch /run/unit-loaded ;;
    "enable --now monitor" | "start monitor") start ;;
    "stop monitor") stop ;;
    "restart monitor") stop && start ;;
    *) echo "systemctl: the stand-in does not know: $*" >&2; exit 64 ;;
esac
STANDIN
cat >/usr/local/bin/sudo <<'STANDIN'
#!/bin/bash
# Another user with an environment of its own, as env_reset and secure_path make it.
set -eu
[ "${1:-}" = -u ] && [ "$(id -u)" = 0 ] && [ $# -ge 3 ] || { echo "sudo: the stand-in does not know: $*" >&2; exit 64; }
user=$2
shift 2
exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups env -i \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$(getent passwd "$user" | cut -d: -f6)" USER="$user" LOGNAME="$user" "$@"
STANDIN
cat >/usr/local/bin/dotnet <<'STANDIN'
#!/bin/bash
# The program that the tests were built with: it is not built, and the tests are not run, once more.
set -eu
built=/usr/local/lib/monitor-built
case "$*" in
    "publish src/Monitor.Worker -c Release -r linux-x64 -o "*)
        test -e src/Monitor.Worker/Monitor.Worker.csproj
        mkdir -p "${@: -1}" && cp -r "$built/." "${@: -1}/" ;;
    "run --project src/Monitor.Worker -- "*) test -e src/Monitor.Worker/Monitor.Worker.csproj && shift 4 && exec "$built/monitor" "$@" ;;
    "test Monitor.slnx") test -e Monitor.slnx ;;
    *) echo "dotnet: the stand-in does not know: $*" >&2; exit 64 ;;
esac
STANDIN
chmod 0755 /usr/local/bin/{systemctl,sudo,dotnet}

# ---- the blocks -------------------------------------------------------------------------------------------------------------------------------------
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# as USER FILE: types a block into a shell of the user's; root and who tries the program out stand in the clone, others in their home.
as() {
    local user=$1 home
    home=$(getent passwd "$user" | cut -d: -f6)
    cd "$([ "$user" = root ] || [ "$user" = anda ] && echo "$clone" || echo "$home")"
    # Variables of the step, for where a page speaks of a server that is not there; see the test.
    local words=()
    [ ! -e "$disk/steps/environment" ] || mapfile -t words <"$disk/steps/environment"
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups \
        env -i PATH="$path" HOME="$home" USER="$user" LOGNAME="$user" TERM=dumb "${words[@]}" bash -l -eu -o pipefail "$2" </dev/null
}
foreground() {
    systemctl stop monitor
    as root "$1" &
    for _ in $(seq 600); do
        if sudo -u monitor /usr/local/bin/monitor status --quiet; then break; fi
        sleep 0.5
    done
    # The process whose program is the daemon: a shell between does not pass a signal on.
    kill -TERM "$(pgrep -u monitor -f '^/opt/monitor/monitor run$')"
    wait $!
    systemctl start monitor
}
failed() {
    echo "FAILED $(basename "$1") ($2): $4"
    cat "$3"
    cat /var/log/monitor.log /var/log/*.step.log || true
    exit 1
}
# How many sockets are listened at, of either kind; a namespace counts its own.
listened() { { awk '$4 == "0A"' /proc/net/tcp /proc/net/tcp6; awk '$4 == "00010000"' /proc/net/unix; } | wc -l; }
# stays USER FILE LOG: a terminal of its own. Whoever typed it sees it serving before they type on in another.
stays() {
    local before=$(listened)
    as "$1" "$2" >"$3" 2>&1 &
    local server=$!
    for _ in $(seq 600); do
        [ "$(listened)" -le "$before" ] || return 0
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.2
    done
    return 1
}
if [ -e "$disk/steps/prepare" ]; then . "$disk/steps/prepare"; fi
for step in "$disk"/steps/*.step; do
    IFS= read -r kind <"$step"
    body=$(mktemp)
    tail -n +2 "$step" >"$body"
    chmod 0644 "$body"
    printf '\n== %s %s\n' "$(basename "$step")" "$kind"
    case $kind in
        "file "*)
            file=${kind#file }
            mkdir -p "$(dirname "$file")"
            # Into a file that is there, so that its owner and mode stay: that is how an editor writes.
            cat "$body" >"$file"
            case $file in /home/*) user=$(cut -d/ -f3 <<<"$file"); chown "$user:" "$file" ;; esac ;;
        *" stays") stays "${kind% stays}" "$body" "/var/log/$(basename "$step").log" || failed "$step" "$kind" "$body" "nothing listens" ;;
        *" foreground") foreground "$body" ;;
        *) as "$kind" "$body" || failed "$step" "$kind" "$body" "ended with $?" ;;
    esac
done
if [ -e "$disk/steps/finish" ]; then . "$disk/steps/finish"; fi
chmod -R a+rX "$disk/out"
echo "DONE"

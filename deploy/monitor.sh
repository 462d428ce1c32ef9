#!/bin/sh
# /usr/local/bin/monitor: every user's way to the verbs. It says where the daemon of this machine is, so that nobody's shell, and no sudo that empties
# the environment, has to know. The operator's settings are read by those who may read them; an analyst needs none of them.
export Storage__Directory="${Storage__Directory:-/var/lib/monitor}"
export Api__Socket="${Api__Socket:-/run/monitor/monitor.sock}"
if [ -z "${MONITOR_CONFIG:-}" ] && [ -r /etc/monitor/monitor.json ]; then
    export MONITOR_CONFIG=/etc/monitor/monitor.json
fi
exec /opt/monitor/monitor "$@"

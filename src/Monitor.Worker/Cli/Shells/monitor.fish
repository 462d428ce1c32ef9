# Completion of monitor for fish: the program itself says what may come next.
function __monitor_complete
    set -l program (commandline -opc)[1]
    set -l typed (string replace -r '^\s*\S+' monitor -- (commandline -cp))
    $program "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null | string match -rv '^(/|-\?)'
end
complete -c monitor -f -a '(__monitor_complete)'

# Completion of monitor for zsh: the program itself says what may come next.
_monitor_complete() {
    local typed="monitor ${(j: :)words[2,CURRENT]}"
    local -a found
    found=("${(@f)$("${words[1]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)}")
    found=(${found:#(/*|-\?)})
    (( $#found )) && compadd -a found || _files
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
compdef _monitor_complete monitor

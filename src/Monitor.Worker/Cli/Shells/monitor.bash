# Completion of monitor for bash: the program itself says what may come next.
_monitor_complete() {
    local typed=${COMP_LINE:0:COMP_POINT} word
    typed="monitor${typed#"${COMP_WORDS[0]}"}"
    COMPREPLY=()
    while IFS= read -r word; do
        case $word in
            '' | /* | '-?') ;;
            "$2"*) COMPREPLY+=("$word") ;;
        esac
    done < <("${COMP_WORDS[0]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)
}
complete -o default -F _monitor_complete monitor

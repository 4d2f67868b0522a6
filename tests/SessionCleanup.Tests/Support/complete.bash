# What Tab offers for each line, and "." after it: bash complete.bash COMPLETION LINE...
. "$1"
for line in "${@:2}"; do
    COMP_LINE=$line COMP_POINT=${#line}
    read -r -a COMP_WORDS <<<"$line"
    [[ $line != *' ' ]] || COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _session_cleanup
    printf '%s\n' "${COMPREPLY[@]}" .
done

# What Tab offers: bash complete.bash COMPLETION LINE
. "$1"
COMP_LINE=$2 COMP_POINT=${#2}
read -r -a COMP_WORDS <<<"$2"
[[ $2 != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_session_cleanup
printf '%s\n' "${COMPREPLY[@]}"

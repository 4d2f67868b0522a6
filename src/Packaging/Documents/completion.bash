# bash completion of session-cleanup; scripts/package makes it from the definitions that --help shows.

# The runs that undo can name: the last ones, with the connection on the command line or in the environment.
_session_cleanup_runs() {
    local connection=()
    if [[ $COMP_LINE =~ --connection[=\ ]+(\'[^\']*\'|\"[^\"]*\"|[^\ ]+) ]]; then
        local value=${BASH_REMATCH[1]}
        value=${value#[\'\"]}
        connection=(--connection "${value%[\'\"]}")
    fi
    PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-3} session-cleanup status --output json "${connection[@]}" 2>/dev/null </dev/null |
        grep -o '"cleanup_run_id": *[0-9]*' | grep -o '[0-9]*$'
}

_session_cleanup() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' word
    # --output=json is three words to bash.
    if [[ $current == '=' ]]; then
        current=''
    elif [[ $previous == '=' ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word != -* ]]; then
            command=$word
            break
        fi
    done
    COMPREPLY=()
    case $command:$previous in
@VALUES@    esac
    if [[ $current == -* || -z $command ]]; then
        case $command in
@OPTIONS@        esac
        return
    fi
    case $command in
@ARGUMENTS@    esac
}

complete -F _session_cleanup session-cleanup

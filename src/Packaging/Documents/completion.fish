# fish completion of session-cleanup; scripts/package makes it from the definitions that --help shows.

# The runs that undo can name: the last ones, with the connection on the command line or in the environment.
function __session_cleanup_runs
    set -l connection
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    if set -l place (contains --index -- --connection $words)
        set connection --connection $words[(math $place + 1)]
    else if set -l given (string match -- '--connection=*' $words)
        set connection $given[1]
    end
    set -q PGCONNECT_TIMEOUT; or set -lx PGCONNECT_TIMEOUT 3
    session-cleanup status --output json $connection 2>/dev/null </dev/null |
        string match --all --regex '"cleanup_run_id": *[0-9]+' | string match --regex '[0-9]+$'
end

complete -c session-cleanup -f

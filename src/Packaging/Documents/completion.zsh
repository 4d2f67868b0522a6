#compdef session-cleanup
# zsh completion of session-cleanup; scripts/package makes it from the definitions that --help shows.

# The runs that undo can name: the last ones, with the connection on the command line or in the environment.
_session_cleanup_runs() {
  local -a connection runs
  if [[ -n ${opt_args[--connection]} ]]; then
    connection=(--connection ${(Q)opt_args[--connection]})
  fi
  runs=(${(f)"$(PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-3} session-cleanup status --output json $connection 2>/dev/null </dev/null |
    grep -o '"cleanup_run_id": *[0-9]*' | grep -o '[0-9]*$')"})
  _describe -V run runs
}

_session_cleanup() {
  local curcontext=$curcontext state line
  local -A opt_args
  local -a commands
  commands=(
@COMMANDS@  )
  _arguments -C \
@GLOBAL@    '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
@ARGUMENTS@      esac
      ;;
  esac
}

if [ "$funcstack[1]" = _session-cleanup ]; then
  _session_cleanup "$@"
else
  compdef _session_cleanup session-cleanup
fi

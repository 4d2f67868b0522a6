# What Tab offers for each line, and "." after it: zsh complete.zsh COMPLETION LINE... A zsh on a terminal of its own is
# asked, and what it adds is written down.
emulate -R zsh
zmodload zsh/zpty
export OFFERED=$(mktemp)
zpty shell zsh -f -i
zpty -w shell "PS1=; autoload -Uz compinit; compinit -D -u; source ${(q)1}"
zpty -w shell 'compadd() { local -a offered; builtin compadd -O offered "$@"; print -rl -- $offered >>$OFFERED; builtin compadd "$@" }'
zpty -w shell 'offer() { _main_complete; print . >>$OFFERED; compstate[insert]= }; zle -C offer complete-word offer; bindkey "^I" offer'
for line in "${@:2}"; do
  : >$OFFERED
  # Control-U removes the line before it.
  zpty -w -n shell $'\025'"$line"$'\t'
  while ! grep -qx '\.' $OFFERED; do
    zpty -r -t shell >/dev/null
    sleep 0.05
  done
  cat $OFFERED
done
zpty -d shell
rm $OFFERED

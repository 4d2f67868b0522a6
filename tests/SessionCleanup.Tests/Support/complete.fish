# What Tab offers: fish complete.fish COMPLETION LINE
source $argv[1]
complete --do-complete $argv[2] | string split --fields 1 \t
exit 0 # also where nothing is offered

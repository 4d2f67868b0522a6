# What Tab offers for each line, and "." after it: fish complete.fish COMPLETION LINE...
source $argv[1]
for line in $argv[2..]
    complete --do-complete $line | string split --fields 1 \t
    echo .
end

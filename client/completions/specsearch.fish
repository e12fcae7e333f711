# Completion of specsearch for fish. The program itself says what a word may be.

function __specsearch_complete
    set -l words (commandline -opc)
    set -l word (string replace -ra -- '[\'"\\\\]' '' (commandline -ct))
    set -l lines ($words[1] complete $words[2..-1] "$word" 2>/dev/null)
    if test $status -eq 1
        set -l option (string match -r -- '^--[^=]*=' "$word")
        for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$word"))
            printf '%s\n' "$option$path"
        end
        return
    end
    printf '%s\n' $lines
end

complete -c specsearch -k -f -a '(__specsearch_complete)'

# Completion of specsearch for bash. The program itself says what a word may be.

_specsearch() {
    local i line rest reply quote= whole raw=${COMP_WORDS[COMP_CWORD]} skip
    local -a words=()

    # bash parts words at = and :, too; what no blank parts belongs together.
    rest=${COMP_LINE#*"${COMP_WORDS[0]}"}
    for ((i = 1; i <= COMP_CWORD; i++)); do
        if ((i == 1)) || [[ $rest == [[:blank:]]* ]]; then
            words+=("${COMP_WORDS[i]}")
        else
            words[-1]+=${COMP_WORDS[i]}
        fi
        rest=${rest#*"${COMP_WORDS[i]}"}
    done
    whole=${words[-1]}
    skip=${whole%"$raw"}
    [[ $raw == [=:] ]] && skip=$whole
    [[ $whole == *[\"\']* ]] && quote=1
    whole=${whole//[\"\'\\]/}
    words[-1]=$whole

    COMPREPLY=()
    reply=$("$1" complete "${words[@]}" 2>/dev/null)
    case $? in
    0)
        compopt -o nosort 2>/dev/null
        while IFS= read -r line; do
            [[ $line ]] || continue
            line=${line%%$'\t'*}
            line=${line#"$skip"}
            # What is typed in quotation marks stays in them; else blanks and the like are escaped.
            [[ $quote ]] || printf -v line %q "$line"
            COMPREPLY+=("$line")
        done <<<"$reply"
        ;;
    1)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "${whole#"$skip"}")
        ;;
    esac
}

complete -F _specsearch specsearch

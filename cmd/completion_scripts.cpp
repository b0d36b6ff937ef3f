#include "cmd/completion_scripts.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace muster::cmd {

namespace {

constexpr char bash_script[] =
    R"script(# bash completion for muster and docker-compose: asks the program how the line may go on

# The words up to the cursor. Bash breaks them at '=' and ':' too; the program gets them as they are meant.
_muster_words() {
    local rest=${COMP_LINE:0:COMP_POINT} before word i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        before=$rest
        rest=${rest#"${rest%%[![:space:]]*}"}
        word=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || word=$rest
        rest=${rest#"$word"}
        word=${word//[\"\'\\]/}
        # shellcheck disable=SC2088 # it is there as it was typed
        [[ $word != '~/'* ]] || word=$HOME/${word:2}
        if ((i == 0)) || [[ $before == [[:space:]]* ]]; then
            words+=("$word")
        else
            words[${#words[@]} - 1]+=$word
        fi
    done
}

_muster_files() { # COMPGEN-OPTION...
    local file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen "$@" -- "$current")
}

_muster() {
    local -a words candidates=()
    local line directive=0 current extension
    _muster_words
    while IFS= read -r line; do
        case $line in
            :[0-9]*) directive=${line#:} ;;
            ?*) candidates+=("$line") ;;
        esac
    done < <("${words[0]}" __completeNoDesc "${words[@]:1}" 2>/dev/null)

    # Only what stands behind the last '=' or ':' is replaced.
    current=${words[${#words[@]} - 1]}
    [[ $current != --*=* ]] || current=${current#*=}
    COMPREPLY=()
    if ((directive & 8)); then
        _muster_files -d
        for extension in "${candidates[@]}"; do _muster_files -f -X "!*.$extension"; done
    elif ((directive & 16)); then
        _muster_files -d
    elif ((${#candidates[@]})); then
        ((!(directive & 2))) || compopt -o nospace 2>/dev/null
        COMPREPLY=("${candidates[@]}")
        [[ $current != *:* || $COMP_WORDBREAKS != *:* ]] || COMPREPLY=("${COMPREPLY[@]#"${current%:*}:"}")
    elif ((!(directive & 4))); then
        _muster_files -f
    fi
}

complete -F _muster muster docker-compose
)script";

constexpr char zsh_script[] = R"script(#compdef muster docker-compose
# zsh completion for muster and docker-compose: asks the program how the line may go on

_muster() {
    local -a lines candidates suffix
    local line directive=0
    lines=("${(@f)$("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for line in "${lines[@]}"; do
        case $line in
            :<->) directive=${line#:} ;;
            *$'\t'*) candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
            ?*) candidates+=("${line//:/\\:}") ;;
        esac
    done

    # Only what stands behind the '=' is replaced.
    [[ $PREFIX != --*=* ]] || compset -P '--*='
    if (( directive & 8 )); then
        _files -g "*.(${(j:|:)candidates})"
    elif (( directive & 16 )); then
        _files -/
    elif (( $#candidates )); then
        (( directive & 2 )) && suffix=(-S '')
        _describe 'ways to go on' candidates "${suffix[@]}"
    elif (( !(directive & 4) )); then
        _files
    fi
}

if [[ $funcstack[1] == _muster ]]; then
    _muster "$@"
else
    compdef _muster muster docker-compose
fi
)script";

constexpr char fish_script[] =
    R"script(# fish completion for muster and docker-compose: asks the program how the line may go on

function __muster_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l candidates
    set -l directive 0
    for line in ($program __complete $words "$last" 2>/dev/null)
        if string match -qr '^:\d+$' -- $line
            set directive (string sub -s 2 -- $line)
        else
            set -a candidates $line
        end
    end

    # The whole word is replaced, and so has to be repeated.
    set -l flag (string match -r -- '^--[^=]+=' "$last")
    if test (math "bitand($directive, 8)") -ne 0
        for extension in $candidates
            __fish_complete_suffix .$extension
        end
    else if test (math "bitand($directive, 16)") -ne 0
        __fish_complete_directories
    else if set -q candidates[1]
        printf '%s\n' "$flag"$candidates
    else if test (math "bitand($directive, 4)") -eq 0
        __fish_complete_path "$last"
    end
end

complete -c muster -f -a '(__muster_complete)'
complete -c docker-compose -f -a '(__muster_complete)'
)script";

} // namespace

std::string completion_script(const std::string& shell) {
    if (shell == "bash") return bash_script;
    if (shell == "zsh") return zsh_script;
    if (shell == "fish") return fish_script;
    throw Error(ErrorKind::usage, "no completion for the shell " + quoted(shell))
        .suggest("expected bash, zsh or fish");
}

} // namespace muster::cmd

import { basename } from 'node:path';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenText } from './given.ts';
import type { Io } from './io.ts';

/** `posp completion`: a script for the shell that is named, or else the one in use. */
export async function completionCommand(given: Given, io: Io): Promise<ExitCode> {
  const shell = givenText(given, 'shell') ?? (basename(io.env.SHELL ?? '') === 'zsh' ? 'zsh' : 'bash');
  io.stdout.write(shell === 'zsh' ? zshScript : bashScript);
  return exitCode.done;
}

const bashScript = `# Completion of posp in bash. Put this line into ~/.bashrc:
#   source <(posp completion bash)
_posp() {
  local word="\${COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      @scenarios) compopt -o filenames -o plusdirs; mapfile -t COMPREPLY < <(compgen -f -- "$word" | grep -E '\\.(ya?ml|json)$') ;;
      @folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
      @files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
      *=) compopt -o nospace; COMPREPLY+=("$line") ;;
      *) COMPREPLY+=("$line") ;;
    esac
  done < <("\${COMP_WORDS[0]}" --get-completions "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _posp posp
`;

const zshScript = `#compdef posp
# Completion of posp in zsh. Put this line into ~/.zshrc, after compinit:
#   source <(posp completion zsh)
_posp() {
  local line
  local -a names
  while IFS= read -r line; do
    case "$line" in
      @scenarios) _files -g '*.(yaml|yml|json)' ;;
      @folders) _files -/ ;;
      @files) _files ;;
      *=) compadd -S '' -- "$line" ;;
      *) names+=("$line") ;;
    esac
  done < <("\${words[1]}" --get-completions "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#names} )) && compadd -- "\${names[@]}"
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then _posp "$@"; else compdef _posp posp; fi
`;

export { SignedInShell as default } from '../signed-in-shell';

export { default } from '../(dashboard)/error';

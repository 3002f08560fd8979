export const history = {
  title: '' as string,
};

export const settings = {
  title: '' as string,
};

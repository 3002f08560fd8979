export const sessions = {
  title: '' as string,
};

export const experiments = {
  title: '' as string,
};

export const latency = {
  title: '' as string,
};

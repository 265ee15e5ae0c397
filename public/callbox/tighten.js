/** From here on no script is loaded but those that are made in the page: not even from our own server, which would see the request. */
export function tighten() {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = 'script-src blob:; worker-src blob:';
  document.head.append(policy);
}

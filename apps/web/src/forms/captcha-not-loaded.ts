/**
 * What is sent in place of a response where the CAPTCHA can't be loaded. While its provider is away the server lets calls
 * through that bring any text; else this one is refused.
 */
export const captchaNotLoaded = 'not-loaded'

/** The kinds of device that the edge tells apart; a client may be of several. */
export interface ViewerDevice {
  readonly isDesktop: boolean
  readonly isMobile: boolean
  readonly isSmartTv: boolean
  readonly isTablet: boolean
}

const LENGTH_LIMIT = 1024
const SMART_TV =
  /smart-?tv|hbbtv|appletv|apple tv|google ?tv|android tv|bravia|netcast|web0s|webos\.tv|roku|crkey|\baft[a-z]{1,4}\b|viera/i
const TABLET = /ipad|tablet|kindle|\bsilk\/|playbook|nexus (?:7|9|10)\b/i
const MOBILE = /iphone|ipod|windows phone|blackberry|\bbb10\b|opera m(?:ini|obi)|iemobile|webos(?!\.tv)|\bmobi/i
const ANDROID = /android/i

/**
 * What kind of device a `User-Agent` names. What is none of the others is a desktop, programs too: requests of curl and
 * Postman carry `CloudFront-Is-Desktop-Viewer: true` in printed events.
 */
export function viewerDevice(userAgent: string | undefined): ViewerDevice {
  const agent = (userAgent ?? '').slice(0, LENGTH_LIMIT)
  const isSmartTv = SMART_TV.test(agent)
  const isMobileAgent = MOBILE.test(agent)
  // Android on a telephone says `Mobile`, on a tablet it does not.
  const isTablet = !isSmartTv && (TABLET.test(agent) || (ANDROID.test(agent) && !isMobileAgent))
  const isMobile = !isSmartTv && !isTablet && isMobileAgent
  return { isDesktop: !isSmartTv && !isTablet && !isMobile, isMobile, isSmartTv, isTablet }
}

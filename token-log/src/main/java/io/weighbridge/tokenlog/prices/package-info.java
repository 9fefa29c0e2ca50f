/** Price books made of other people's lists. What a list says and a book cannot hold is listed, never dropped. */
@NullMarked
package io.weighbridge.tokenlog.prices;

import org.jspecify.annotations.NullMarked;

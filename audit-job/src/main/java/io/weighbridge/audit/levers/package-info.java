/** Where else the money is: savings that add up, call by call. */
@NullMarked
package io.weighbridge.audit.levers;

import org.jspecify.annotations.NullMarked;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>The report of <see cref="ReportScene.BadNight"/>, letter for letter.</summary>
internal static class GoldenReport
{
    public const string Markdown =
        """"
        # Error report: shop

        Generated 2030-01-01 03:07:30 UTC. All times are UTC; the window is the last 24 h.

        **Health is good: 71.7 of 100.** Circuit breaker payments is Open. 661 errors in the last 24 h. 1 critical error in the last 24 h, the latest OutOfMemoryException in reports, 12 min ago. GatewayException is raised up to 43 times within 1 min, since 2030-01-01 02:47:30 UTC. New in the last hour: OutOfMemoryException in reports, once. The rate is rising: 42/min now, 8.26/min over the last hour.

        ## Health: 71.7, good

        | Factor | Value | Points lost | What to do |
        | --- | ---: | ---: | --- |
        | elevated_error_rate | 8.26 | 8.26 | The error rate is above normal: look at what is new since the last deployment before it grows. |
        | critical_errors | 1 | 10 | There were critical errors: resolve each of them first, they endanger the process or its data. |
        | error_patterns | 2 | 10 | Error patterns are running: follow their suggested actions, one cause often explains all of their errors. |

        ## Running patterns

        ### Component flood: payments

        Up to 43 errors within 1 min, since 2030-01-01 02:46:30 (21 min ago).

        1. Look at payments.
        2. Then at what it depends on.
        3. Then stop the repetition.

        ### High frequency: Shop.Payments.GatewayException

        Up to 43 errors within 1 min, since 2030-01-01 02:47:30 (20 min ago).

        1. Look at Shop.Payments.GatewayException.
        2. Then at what it depends on.
        3. Then stop the repetition.

        ## Patterns that ended in the last 24 h

        | Pattern | Of | Extent | From | To |
        | --- | --- | --- | --- | --- |
        | High frequency | System.TimeoutException | up to 15 errors within 1 min | 2029-12-31 18:07:30 | 2029-12-31 19:07:30 |

        ## Circuit breakers

        | Breaker | State | Mode | Summary |
        | --- | --- | --- | --- |
        | payments | Open | Automatic | opened 4 times, last after 5 time-outs in a row |
        | search | Closed | Automatic | – |

        Latest transitions of payments:

        - 03:06:10 Closed to Open: 5 failures in a row
        - 03:05:10 HalfOpen to Closed: 2 successes

        ## Summary

        | Figure | Value |
        | --- | ---: |
        | Errors since the start | 12,345 |
        | Errors in the last 24 h | 661 |
        | Errors in the last hour | 495 |
        | Critical errors in the last 24 h | 1 |
        | Rate now (last 60 s) | 42/min |
        | Rate over the last hour | 8.26/min |
        | Different errors held | 3 |
        | New in the last hour | 1 |
        | Observed for | 2 d 3 h |
        | Callers' own cancellations (no errors) | 17 |

        **Details were lost** for 12 occurrences of 12,345 captured: queue full 10, evicted 2. Kept 300; counted without details, as enough like them are kept, 12,033.

        ## By severity, since the start

        | Severity | Errors | Share |
        | --- | ---: | ---: |
        | critical | 1 | under 1% |
        | error | 12,299 | over 99% |
        | warning | 45 | under 1% |

        ## Most frequent errors of the last 24 h

        | # | Error | Template | Component | Code | Severity | Count | First seen | Last seen |
        | ---: | --- | --- | --- | --- | --- | ---: | --- | --- |
        | 1 | GatewayException | Gateway &lt;\*&gt; answered &lt;NUM&gt; for order &lt;NUM&gt; | payments | SHOP-PAY-001, http:503 | error | 12,299 | 2029-12-30 03:07:30 | 2030-01-01 03:07:29 |
        | 2 | TimeoutException (resolved) | The operation has timed out. | search | – | warning | 45 | 2029-12-31 18:07:30 | 2029-12-31 19:07:30 |
        | 3 | OutOfMemoryException | Insufficient memory. | reports | – | critical | 1 | 2030-01-01 02:55:30 | 2030-01-01 02:55:30 |

        ## Details

        ### 1. GatewayException in payments

        - Type: Shop.Payments.GatewayException
        - Template: Gateway &lt;\*&gt; answered &lt;NUM&gt; for order &lt;NUM&gt;
        - Code: SHOP-PAY-001, http:503
        - Severity and kind: error, Transient
        - Count: 12,299 in the last 24 h
        - Since it was first seen: 12,299 times, of which 300 went well in the end
        - First seen: 2029-12-30 03:07:30 (2 d ago)
        - Last seen: 2030-01-01 03:07:29 (1 s ago)
        - Where: operation charge, layer service
        - Id: E1, fingerprint v1:ffffffffffffffffffffffffffffffff

        Newest message:

        ```text
        Gateway gw-7 answered 503 for order 4711
        ```

        ```text
           at Shop.Payments.Gateway.ChargeAsync(Order order) in Gateway.cs:line 42
           at Shop.Checkout.PayAsync(Order order) in Checkout.cs:line 17
        ```

        ### 2. TimeoutException in search

        - Type: System.TimeoutException
        - Template: The operation has timed out.
        - Severity and kind: warning, Transient
        - Count: 45 in the last 24 h (7% of all)
        - Since it was first seen: 45 times
        - First seen: 2029-12-31 18:07:30 (9 h ago)
        - Last seen: 2029-12-31 19:07:30 (8 h ago)
        - Resolved: 2029-12-31 20:07:30
        - Id: E3, fingerprint v1:00000000000000000000000000000007

        Newest message:

        ```text
        The operation has timed out.
        ```

        No stack was kept.

        ### 3. OutOfMemoryException in reports

        - Type: System.OutOfMemoryException
        - Template: Insufficient memory.
        - Severity and kind: critical, Permanent
        - Count: 1 in the last 24 h (under 1% of all)
        - Since it was first seen: 1 time
        - First seen: 2030-01-01 02:55:30 (12 min ago)
        - Last seen: 2030-01-01 02:55:30 (12 min ago)
        - Id: E2, fingerprint v1:00000000000000000000000000abcdef

        Newest message:

        ```text
        Insufficient memory.
        ```

        No stack was kept.

        ## Errors per hour

        ```text
        12-31 03:00 0
        12-31 04:00 0
        12-31 05:00 0
        12-31 06:00 0
        12-31 07:00 0
        12-31 08:00 0
        12-31 09:00 0
        12-31 10:00 0
        12-31 11:00 0
        12-31 12:00 0
        12-31 13:00 0
        12-31 14:00 0
        12-31 15:00 0
        12-31 16:00 0
        12-31 17:00 ████ 45
        12-31 18:00 0
        12-31 19:00 0
        12-31 20:00 █ 1
        12-31 21:00 0
        12-31 22:00 0
        12-31 23:00 0
        01-01 00:00 0
        01-01 01:00 ██████████ 120
        01-01 02:00 ████████████████████████████████████████ 480
        01-01 03:00 █ 15
        ```

        """";
}

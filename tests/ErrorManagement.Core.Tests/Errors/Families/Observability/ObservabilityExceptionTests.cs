using ErrorManagement.Families.Observability;

namespace ErrorManagement.Core.Tests.Errors.Families.Observability;

public class ObservabilityExceptionTests
{
    public static TheoryData<CodedException, string, string> Shapes => new()
    {
        { new ObservabilityException("gone"), "gone", "" }, // S0.30
        { new MetricsException("bad label"), "bad label", "" }, // S0.31
        { new MetricsException("bad label", "http.requests"), "Metric http.requests: bad label", "metric_name=http.requests" },
        { new MetricsException("bad label", "http.requests", "counter"), "Metric http.requests: bad label", "metric_name=http.requests, metric_type=counter" },
        { new MetricsException("bad label", metricType: "counter"), "bad label", "metric_type=counter" },
        { new TracingException("no parent"), "no parent", "" }, // S0.32
        { new TracingException("no parent", "GET /"), "Span GET /: no parent", "span_name=GET /" },
        { new TracingException("no parent", "GET /", "4bf9"), "Span GET /: no parent", "span_name=GET /, trace_id=4bf9" },
        { new AlertingException("not sent"), "not sent", "" }, // S0.33
        { new AlertingException("not sent", "disk-full"), "Alert disk-full: not sent", "alert_name=disk-full" },
        { new AlertingException("not sent", "disk-full", "slack"), "Alert disk-full: not sent (slack)", "alert_name=disk-full, channel=slack" },
        { new AlertingException("not sent", channel: "slack"), "not sent (slack)", "channel=slack" },
        { new MetricRegistrationException("http.requests", "name taken"), "Metric http.requests: registration failed: name taken", "metric_name=http.requests, reason=name taken" }, // S0.34, B1
        { new SpanContextException("header cut short"), "Span context: header cut short", "reason=header cut short" }, // S0.35
        { new SpanContextException("header cut short", "4bf9"), "Span context: header cut short", "reason=header cut short, trace_id=4bf9" },
        { new AlertRuleException("disk-full", "no operator"), "Alert disk-full: invalid rule: no operator", "alert_name=disk-full, reason=no operator, rule_name=disk-full" }, // S0.36, B1
        { new AlertRuleException("disk-full", "no operator", "disk 90"), "Alert disk-full: invalid rule: no operator (disk 90)", "alert_name=disk-full, expression=disk 90, reason=no operator, rule_name=disk-full" },
        { new AlertChannelException("slack", "HTTP 503"), "Alert channel slack failed: HTTP 503", "channel=slack, reason=HTTP 503" }, // S0.37, B1
        { new ExporterException("otlp", "HTTP 503"), "Exporter otlp failed: HTTP 503", "exporter_type=otlp, reason=HTTP 503" }, // S0.38
    };

    [Theory] // S0.30 to S0.38
    [MemberData(nameof(Shapes))]
    public void Messages_and_contexts_hold_what_was_given(CodedException error, string message, string context)
    {
        error.Message.Should().Be(message);
        ContextText.Of(error).Should().Be(context);
    }

    [Fact] // S0.10
    public void Who_catches_the_base_finds_the_parts_of_the_derived_types()
    {
        MetricsException metric = new MetricRegistrationException("http.requests", "name taken");
        metric.MetricName.Should().Be("http.requests");
        AlertingException rule = new AlertRuleException("disk-full", "no operator");
        rule.AlertName.Should().Be("disk-full");
        AlertingException channel = new AlertChannelException("slack", "HTTP 503");
        channel.Channel.Should().Be("slack");
        TracingException span = new SpanContextException("header cut short", "4bf9");
        span.TraceId.Should().Be("4bf9");
    }
}

using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>A registry of another make, which answers what one of ours does.</summary>
internal static class ForeignRegistry
{
    public static IErrorRegistry Of(ErrorRegistry registry)
    {
        var foreign = Substitute.For<IErrorRegistry>();
        foreign.GetErrors(Arg.Any<ErrorQuery?>()).Returns(call => registry.GetErrors(call.Arg<ErrorQuery?>()));
        foreign.Find(Arg.Any<ErrorId>()).Returns(call => registry.Find(call.Arg<ErrorId>()));
        foreign.GetStatistics().Returns(_ => registry.GetStatistics());
        foreign.GetPatterns(Arg.Any<TimeSpan?>()).Returns(call => registry.GetPatterns(call.Arg<TimeSpan?>()));
        foreign.GetAnomalies(Arg.Any<TimeSpan?>()).Returns(call => registry.GetAnomalies(call.Arg<TimeSpan?>()));
        foreign.GetSeriesNames(Arg.Any<SeriesDimension>()).Returns(call => registry.GetSeriesNames(call.Arg<SeriesDimension>()));
        foreign.GetSeries(Arg.Any<SeriesSelector>(), Arg.Any<DateTimeOffset>(), Arg.Any<DateTimeOffset>(), Arg.Any<TimeSpan>())
            .Returns(call => registry.GetSeries(call.Arg<SeriesSelector>(), call.ArgAt<DateTimeOffset>(1), call.ArgAt<DateTimeOffset>(2), call.Arg<TimeSpan>()));
        return foreign;
    }
}

using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What a registry writes to the log about itself. Counts are those since the last message of the kind.</summary>
internal static partial class RegistryLog
{
    public static void Write(ILogger logger, RegistryTrouble trouble, string registry, long count, string failure, int queueCapacity)
    {
        switch (trouble)
        {
            case RegistryTrouble.QueueFull:
                QueueFull(logger, registry, count, queueCapacity);
                break;
            case RegistryTrouble.Evicted:
                Evicting(logger, registry, count);
                break;
            case RegistryTrouble.Unfinished:
                Unfinished(logger, registry, count, failure);
                break;
            case RegistryTrouble.Classifier:
                ClassifierFailed(logger, registry, count, failure);
                break;
            case RegistryTrouble.Detector:
                DetectorFailed(logger, registry, count, failure);
                break;
            case RegistryTrouble.Scrubber:
                ScrubberFailed(logger, registry, count, failure);
                break;
            case RegistryTrouble.Subscriber:
                SubscriberFailed(logger, registry, count, failure);
                break;
            case RegistryTrouble.ChangesLost:
                ChangesLost(logger, registry, count, ChangeTeller.MostWaiting);
                break;
            case RegistryTrouble.GroupingRule:
                GroupingRuleFailed(logger, registry, count, failure);
                break;
            default:
                RecordingFailed(logger, registry, count, failure);
                break;
        }
    }

    [LoggerMessage(EventId = 101, EventName = "RegistryQueueFull", Level = LogLevel.Warning, Message = "Registry '{Registry}': {Count} errors came while QueueCapacity ({QueueCapacity}) new ones waited; they are counted, their details are lost")]
    private static partial void QueueFull(ILogger logger, string registry, long count, int queueCapacity);

    [LoggerMessage(EventId = 102, EventName = "RegistryEvicting", Level = LogLevel.Warning, Message = "Registry '{Registry}' is full: {Count} records gave their place to new ones; their occurrences stay in the totals")]
    private static partial void Evicting(ILogger logger, string registry, long count);

    [LoggerMessage(EventId = 103, EventName = "RegistryErrorUnfinished", Level = LogLevel.Error, Message = "Registry '{Registry}' could not name and keep {Count} new errors; they are counted, their details are lost. {Failure}")]
    private static partial void Unfinished(ILogger logger, string registry, long count, string failure);

    [LoggerMessage(EventId = 104, EventName = "RegistryRecordingFailed", Level = LogLevel.Error, Message = "Registry '{Registry}' failed to record {Count} errors. {Failure}")]
    private static partial void RecordingFailed(ILogger logger, string registry, long count, string failure);

    [LoggerMessage(EventId = 105, EventName = "RegistryClassifierFailed", Level = LogLevel.Warning, Message = "Registry '{Registry}': the classifier threw {Count} times; the errors were recorded without what it says. {Failure}")]
    private static partial void ClassifierFailed(ILogger logger, string registry, long count, string failure);

    [LoggerMessage(EventId = 106, EventName = "RegistryDetectorFailed", Level = LogLevel.Warning, Message = "Registry '{Registry}': the pattern detector threw {Count} times; the errors were recorded without it. {Failure}")]
    private static partial void DetectorFailed(ILogger logger, string registry, long count, string failure);

    [LoggerMessage(EventId = 107, EventName = "RegistryScrubberFailed", Level = LogLevel.Warning, Message = "Registry '{Registry}': a scrubbing rule threw {Count} times; the texts were left out as a whole. {Failure}")]
    private static partial void ScrubberFailed(ILogger logger, string registry, long count, string failure);

    [LoggerMessage(EventId = 108, EventName = "RegistrySubscriberFailed", Level = LogLevel.Warning, Message = "Registry '{Registry}': subscribers to ErrorChanged threw {Count} times; the others were told all the same. {Failure}")]
    private static partial void SubscriberFailed(ILogger logger, string registry, long count, string failure);

    [LoggerMessage(EventId = 109, EventName = "RegistryChangesLost", Level = LogLevel.Warning, Message = "Registry '{Registry}': {Count} changes of errors were not told, because {Most} waited for subscribers that are too slow")]
    private static partial void ChangesLost(ILogger logger, string registry, long count, int most);

    [LoggerMessage(EventId = 110, EventName = "RegistryGroupingRuleFailed", Level = LogLevel.Warning, Message = "Registry '{Registry}': the host's own rule of grouping threw {Count} times; the errors were grouped without it. {Failure}")]
    private static partial void GroupingRuleFailed(ILogger logger, string registry, long count, string failure);
}

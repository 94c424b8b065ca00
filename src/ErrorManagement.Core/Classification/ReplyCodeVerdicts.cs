namespace ErrorManagement.Classification;

/// <summary>What the three-digit reply of a mail or file server says: RFC 5321, section 4.2.1 and RFC 959, section 4.2, by the first digit; those about log-on by themselves. Pure.</summary>
internal static class ReplyCodeVerdicts
{
    /// <summary>The category of a reply of SMTP; unknown for one that is no failure.</summary>
    public static ErrorCategory OfMail(int reply) => reply switch
    {
        530 or 534 or 535 or 538 => ErrorCategory.Authentication, // RFC 4954, section 6
        501 or 552 or 553 => ErrorCategory.DataValidation, // parameters, size, mailbox name
        >= 400 and < 500 => ErrorCategory.Transient,
        >= 500 and < 600 => ErrorCategory.Permanent,
        _ => ErrorCategory.Unknown,
    };

    /// <summary>The category of a reply of FTP; unknown for one that is no failure.</summary>
    public static ErrorCategory OfFile(int reply) => reply switch
    {
        331 or 332 or 430 or 530 or 532 => ErrorCategory.Authentication,
        501 or 553 => ErrorCategory.DataValidation, // parameters, file name
        >= 400 and < 500 => ErrorCategory.Transient,
        >= 500 and < 600 => ErrorCategory.Permanent,
        _ => ErrorCategory.Unknown,
    };
}

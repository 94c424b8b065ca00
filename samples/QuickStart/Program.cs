// Replaced when the sample is written.
return 0;
